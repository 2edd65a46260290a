/// The gateway's one port: requests to resources by their path, callers by their key, problems, and the upgrade to
/// `/ws/agent`. Jetty lives here. Every request runs on a virtual thread and may block. Knows no resource.
@NullMarked
package io.pypnm.remote.gateway.http;

import org.jspecify.annotations.NullMarked;
