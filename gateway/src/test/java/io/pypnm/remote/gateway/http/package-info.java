/// The port: its limits, its errors, and what strangers get from it.
@NullMarked
package io.pypnm.remote.gateway.http;

import org.jspecify.annotations.NullMarked;
