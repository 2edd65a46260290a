/// Programs that run beside the bench, ours and others'.
@NullMarked
package io.pypnm.remote.bench.process;

import org.jspecify.annotations.NullMarked;
