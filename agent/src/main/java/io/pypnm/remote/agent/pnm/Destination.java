package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;

/// The way of a modem's files: to a TFTP server as the modem sees it, and from the directory behind that as this agent
/// reaches it.
record Destination(Upload.To upload, CaptureFolder folder) {}
