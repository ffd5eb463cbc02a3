/** Sources of the settings of every program: files and the environment. */
package dev.darkstore.http.settings;
