/// What an agent may say, what it is given and when, and what becomes of its answers.
@NullMarked
package io.pypnm.remote.gateway.session;

import org.jspecify.annotations.NullMarked;
