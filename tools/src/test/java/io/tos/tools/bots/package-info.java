/** Tests of the swarm. */
@NullMarked
package io.tos.tools.bots;

import org.jspecify.annotations.NullMarked;
