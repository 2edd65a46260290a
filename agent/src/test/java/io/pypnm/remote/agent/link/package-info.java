@NullMarked
package io.pypnm.remote.agent.link;

import org.jspecify.annotations.NullMarked;
