/// TFTP (RFC 1350) as far as PNM needs it: files are written to a server, in octet mode, by blocks of 512 octets. Each
/// transfer has a thread of its own. Depends on
/// `contracts.snmp` for its octets.
@NullMarked
package io.pypnm.remote.lab.tftp;

import org.jspecify.annotations.NullMarked;
