/// Measurements of the whole system with real processes, each beside what it is compared with. May use every module.
@NullMarked
package io.pypnm.remote.bench;

import org.jspecify.annotations.NullMarked;
