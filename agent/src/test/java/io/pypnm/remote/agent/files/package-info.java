/// Tests of the agent's work on files.
@NullMarked
package io.pypnm.remote.agent.files;

import org.jspecify.annotations.NullMarked;
