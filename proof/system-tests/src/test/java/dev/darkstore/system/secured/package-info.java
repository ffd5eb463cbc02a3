/** Tests of the services on a broker that authenticates and authorizes its clients. */
package dev.darkstore.system.secured;
