@NullMarked
package io.pypnm.remote.agent.run;

import org.jspecify.annotations.NullMarked;
