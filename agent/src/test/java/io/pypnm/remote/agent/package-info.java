@NullMarked
package io.pypnm.remote.agent;

import org.jspecify.annotations.NullMarked;
