/** Text files to validated records; YAML is walled in here. A leaf. */
@NullMarked
package io.tos.engine.load;

import org.jspecify.annotations.NullMarked;
