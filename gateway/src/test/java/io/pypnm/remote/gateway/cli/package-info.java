/// The tools, against a running gateway.
@NullMarked
package io.pypnm.remote.gateway.cli;

import org.jspecify.annotations.NullMarked;
