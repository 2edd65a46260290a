/// Measurements of many modems as one job, which goes on after a restart of the gateway. Each modem of a job has a
/// virtual thread while the job is open. Depends on `gateway.pnm.measure` and the store; knows nothing of HTTP.
@NullMarked
package io.pypnm.remote.gateway.pnm.job;

import org.jspecify.annotations.NullMarked;
