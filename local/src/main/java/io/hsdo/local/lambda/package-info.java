/**
 * A function of AWS Lambda on this machine: the built jar under AWS's own runtime interface client.
 */
@NullMarked
package io.hsdo.local.lambda;

import org.jspecify.annotations.NullMarked;
