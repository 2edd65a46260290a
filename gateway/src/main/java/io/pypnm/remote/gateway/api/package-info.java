/// The gateway's HTTP API: each `...Api` class is one resource, which turns requests into calls of the packages that do
/// the work, and their answers into JSON. May use every package but `cli`.
@NullMarked
package io.pypnm.remote.gateway.api;

import org.jspecify.annotations.NullMarked;
