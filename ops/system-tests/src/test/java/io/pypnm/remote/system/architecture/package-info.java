/// The rules of the code base that a machine can check, as tests: who may depend on whom, which library is used where,
/// what no code may call, how large a file may grow. Every message says what to do instead.
@NullMarked
package io.pypnm.remote.system.architecture;

import org.jspecify.annotations.NullMarked;
