/**
 * All of HSDO on one machine: what it needs from AWS, HAProxy, and its two programs as processes.
 */
@NullMarked
package io.hsdo.local.service;

import org.jspecify.annotations.NullMarked;
