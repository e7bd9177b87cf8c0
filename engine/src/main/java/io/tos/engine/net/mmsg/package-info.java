/** Datagrams through recvmmsg and sendmmsg. */
@NullMarked
package io.tos.engine.net.mmsg;

import org.jspecify.annotations.NullMarked;
