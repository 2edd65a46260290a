@NullMarked
package io.pypnm.remote.agent.policy;

import org.jspecify.annotations.NullMarked;
