/// The simulated plant against net-snmp's tools, which know nothing of it: what the lab says is SNMP.
/// And the agent's SNMP against the lab's devices that go wrong.
@NullMarked
package io.pypnm.remote.system.lab;

import org.jspecify.annotations.NullMarked;
