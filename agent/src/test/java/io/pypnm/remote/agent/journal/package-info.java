@NullMarked
package io.pypnm.remote.agent.journal;

import org.jspecify.annotations.NullMarked;
