/// The SNMP commands: GET, walk and SET, made of single requests of `agent.snmp`, and what each makes of a device that
/// answers wrong, short or not at all. Depends on contracts, `agent.operation` and `agent.snmp`.
@NullMarked
package io.pypnm.remote.agent.snmp.command;

import org.jspecify.annotations.NullMarked;
