/// Keys, engines and their file, without a network.
@NullMarked
package io.pypnm.remote.agent.snmp.usm;

import org.jspecify.annotations.NullMarked;
