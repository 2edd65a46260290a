/// What can be asked of an agent: the commands, what each does to a device, and their limits. Depends on ids and SNMP
/// values.
@NullMarked
package io.pypnm.remote.contracts.command;

import org.jspecify.annotations.NullMarked;
