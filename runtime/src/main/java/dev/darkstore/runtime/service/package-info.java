/** Life cycle of a service: settings, checks, start, stop. */
package dev.darkstore.runtime.service;
