/** Tests that compare the manifests of {@code deploy/} with the needs of the code. */
package dev.darkstore.system.deploy;
