/** What is deployed is what the code needs: the manifests of {@code deploy/}, held to the code. */
package dev.darkstore.topology.deploy;
