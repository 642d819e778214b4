/**
 * Brings the files of exports to where their orders want them: webhooks, mail, a folder, a bucket.
 * It never knows what is in a file, nor who may have it: the door of exports does.
 */
@NullMarked
package io.roomledger.delivery;

import org.jspecify.annotations.NullMarked;
