/// What a gateway does with peers that are not who they say, do not listen, or bring more than fits a frame.
@NullMarked
package io.pypnm.remote.system.link;

import org.jspecify.annotations.NullMarked;
