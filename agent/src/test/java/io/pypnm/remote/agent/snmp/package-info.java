/// The SNMP engine against a device of our own that misbehaves by name.
@NullMarked
package io.pypnm.remote.agent.snmp;

import org.jspecify.annotations.NullMarked;
