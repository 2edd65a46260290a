/// Tests of measurements without a modem; those with one are system tests.
@NullMarked
package io.pypnm.remote.agent.pnm;

import org.jspecify.annotations.NullMarked;
