/** Tests of the doctor, on machines made of files. */
@NullMarked
package io.tos.tools.doctor;

import org.jspecify.annotations.NullMarked;
