/// What the agent does on SNMP, SSH and ICMP, each beside the program that people would use otherwise.
@NullMarked
package io.pypnm.remote.bench.devices;

import org.jspecify.annotations.NullMarked;
