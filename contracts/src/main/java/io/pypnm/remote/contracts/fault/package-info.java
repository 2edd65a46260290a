/// Where a test may end a process, so that every boundary between durable steps can be a crash. Depends on nothing.
@NullMarked
package io.pypnm.remote.contracts.fault;

import org.jspecify.annotations.NullMarked;
