/**
 * AWS on one machine and without an account: Auto Scaling and EC2 that the stock SDK and command
 * line drive, with instances that are real web servers.
 */
@NullMarked
package io.hsdo.local.cloud;

import org.jspecify.annotations.NullMarked;
