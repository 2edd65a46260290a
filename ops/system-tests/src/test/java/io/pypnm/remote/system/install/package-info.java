/// What is installed on a jump server, and the scripts that operators and newcomers run.
@NullMarked
package io.pypnm.remote.system.install;

import org.jspecify.annotations.NullMarked;
