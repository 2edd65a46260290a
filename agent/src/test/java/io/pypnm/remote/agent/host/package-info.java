@NullMarked
package io.pypnm.remote.agent.host;

import org.jspecify.annotations.NullMarked;
