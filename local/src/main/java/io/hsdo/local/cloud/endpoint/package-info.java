/**
 * The two AWS APIs over HTTP: the Query protocol of Auto Scaling and EC2, its errors and pages, and
 * the ways in which its answers can be wrong.
 */
@NullMarked
package io.hsdo.local.cloud.endpoint;

import org.jspecify.annotations.NullMarked;
