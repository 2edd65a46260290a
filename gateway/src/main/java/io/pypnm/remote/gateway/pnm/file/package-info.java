/// Reads PNM captures from the bytes of files and SNMP values: whole or not at all, with memory in proportion to them.
@NullMarked
package io.pypnm.remote.gateway.pnm.file;

import org.jspecify.annotations.NullMarked;
