@NullMarked
package io.pypnm.remote.lab.ssh;

import org.jspecify.annotations.NullMarked;
