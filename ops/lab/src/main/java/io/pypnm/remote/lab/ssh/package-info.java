/// The SSH host of the plant, where the TFTP directory is read by SFTP. Its threads are those of Apache MINA SSHD,
/// which no other package uses. Depends on nothing of the plant.
@NullMarked
package io.pypnm.remote.lab.ssh;

import org.jspecify.annotations.NullMarked;
