/// What is installed on a jump server, and the scripts an operator runs there.
@NullMarked
package io.pypnm.remote.system.install;

import org.jspecify.annotations.NullMarked;
