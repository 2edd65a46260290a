@NullMarked
package io.pypnm.remote.gateway.pnm.file;

import org.jspecify.annotations.NullMarked;
