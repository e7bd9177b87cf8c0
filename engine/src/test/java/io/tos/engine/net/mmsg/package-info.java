/** Tests of the recvmmsg and sendmmsg transport alone. */
@NullMarked
package io.tos.engine.net.mmsg;

import org.jspecify.annotations.NullMarked;
