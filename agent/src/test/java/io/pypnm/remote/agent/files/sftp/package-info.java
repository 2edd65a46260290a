/// Tests of the SFTP client.
@NullMarked
package io.pypnm.remote.agent.files.sftp;

import org.jspecify.annotations.NullMarked;
