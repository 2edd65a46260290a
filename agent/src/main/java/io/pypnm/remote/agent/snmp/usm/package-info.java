/// What the User-based Security Model of SNMPv3 (RFC 3414) needs beside its messages: keys, the engines of the devices
/// with their clocks, and what their reports mean. Knows no SNMP library; depends on contracts and `agent.operation`.
@NullMarked
package io.pypnm.remote.agent.snmp.usm;

import org.jspecify.annotations.NullMarked;
