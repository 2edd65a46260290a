/// Files for the gateway, from directories of this host and from the TFTP host: bare names only, regular files only,
/// nothing that a link leads to. Runs on the thread of its command. Above `agent.operation`; knows nothing of how a
/// content travels.
@NullMarked
package io.pypnm.remote.agent.files;

import org.jspecify.annotations.NullMarked;
