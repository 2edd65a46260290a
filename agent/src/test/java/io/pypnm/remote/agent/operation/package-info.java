/// Tests of what the runner and the work on devices share.
@NullMarked
package io.pypnm.remote.agent.operation;

import org.jspecify.annotations.NullMarked;
