/// What was measured, for people and for programs.
@NullMarked
package io.pypnm.remote.bench.report;

import org.jspecify.annotations.NullMarked;
