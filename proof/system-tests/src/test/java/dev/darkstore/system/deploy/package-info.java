/**
 * Tests that hold the manifests of {@code deploy/} to the code: they deploy what the code needs.
 */
package dev.darkstore.system.deploy;
