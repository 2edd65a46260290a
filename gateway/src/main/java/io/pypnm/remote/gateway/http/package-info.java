/// The gateway's one port: the API, and the upgrade to `/ws/agent`. Jetty and JSON rendering live here; each `...Api`
/// class is one resource. Every request runs on a virtual thread and may block.
@NullMarked
package io.pypnm.remote.gateway.http;

import org.jspecify.annotations.NullMarked;
