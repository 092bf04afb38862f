import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 313:
/***/ ((module) => {

module.exports = Pend;

function Pend() {
  this.pending = 0;
  this.max = Infinity;
  this.listeners = [];
  this.waiting = [];
  this.error = null;
}

Pend.prototype.go = function(fn) {
  if (this.pending < this.max) {
    pendGo(this, fn);
  } else {
    this.waiting.push(fn);
  }
};

Pend.prototype.wait = function(cb) {
  if (this.pending === 0) {
    cb(this.error);
  } else {
    this.listeners.push(cb);
  }
};

Pend.prototype.hold = function() {
  return pendHold(this);
};

function pendHold(self) {
  self.pending += 1;
  var called = false;
  return onCb;
  function onCb(err) {
    if (called) throw new Error("callback called twice");
    called = true;
    self.error = self.error || err;
    self.pending -= 1;
    if (self.waiting.length > 0 && self.pending < self.max) {
      pendGo(self, self.waiting.shift());
    } else if (self.pending === 0) {
      var listeners = self.listeners;
      self.listeners = [];
      listeners.forEach(cbListener);
    }
  }
  function cbListener(listener) {
    listener(self.error);
  }
}

function pendGo(self, fn) {
  fn(pendHold(self));
}


/***/ }),

/***/ 248:
/***/ ((module) => {

// Adapted from https://github.com/brianloveswords/buffer-crc32/blob/v0.2.13/index.js
const CRC_TABLE = new Int32Array([
  0x00000000, 0x77073096, 0xee0e612c, 0x990951ba, 0x076dc419, 0x706af48f, 0xe963a535, 0x9e6495a3,
  0x0edb8832, 0x79dcb8a4, 0xe0d5e91e, 0x97d2d988, 0x09b64c2b, 0x7eb17cbd, 0xe7b82d07, 0x90bf1d91,
  0x1db71064, 0x6ab020f2, 0xf3b97148, 0x84be41de, 0x1adad47d, 0x6ddde4eb, 0xf4d4b551, 0x83d385c7,
  0x136c9856, 0x646ba8c0, 0xfd62f97a, 0x8a65c9ec, 0x14015c4f, 0x63066cd9, 0xfa0f3d63, 0x8d080df5,
  0x3b6e20c8, 0x4c69105e, 0xd56041e4, 0xa2677172, 0x3c03e4d1, 0x4b04d447, 0xd20d85fd, 0xa50ab56b,
  0x35b5a8fa, 0x42b2986c, 0xdbbbc9d6, 0xacbcf940, 0x32d86ce3, 0x45df5c75, 0xdcd60dcf, 0xabd13d59,
  0x26d930ac, 0x51de003a, 0xc8d75180, 0xbfd06116, 0x21b4f4b5, 0x56b3c423, 0xcfba9599, 0xb8bda50f,
  0x2802b89e, 0x5f058808, 0xc60cd9b2, 0xb10be924, 0x2f6f7c87, 0x58684c11, 0xc1611dab, 0xb6662d3d,
  0x76dc4190, 0x01db7106, 0x98d220bc, 0xefd5102a, 0x71b18589, 0x06b6b51f, 0x9fbfe4a5, 0xe8b8d433,
  0x7807c9a2, 0x0f00f934, 0x9609a88e, 0xe10e9818, 0x7f6a0dbb, 0x086d3d2d, 0x91646c97, 0xe6635c01,
  0x6b6b51f4, 0x1c6c6162, 0x856530d8, 0xf262004e, 0x6c0695ed, 0x1b01a57b, 0x8208f4c1, 0xf50fc457,
  0x65b0d9c6, 0x12b7e950, 0x8bbeb8ea, 0xfcb9887c, 0x62dd1ddf, 0x15da2d49, 0x8cd37cf3, 0xfbd44c65,
  0x4db26158, 0x3ab551ce, 0xa3bc0074, 0xd4bb30e2, 0x4adfa541, 0x3dd895d7, 0xa4d1c46d, 0xd3d6f4fb,
  0x4369e96a, 0x346ed9fc, 0xad678846, 0xda60b8d0, 0x44042d73, 0x33031de5, 0xaa0a4c5f, 0xdd0d7cc9,
  0x5005713c, 0x270241aa, 0xbe0b1010, 0xc90c2086, 0x5768b525, 0x206f85b3, 0xb966d409, 0xce61e49f,
  0x5edef90e, 0x29d9c998, 0xb0d09822, 0xc7d7a8b4, 0x59b33d17, 0x2eb40d81, 0xb7bd5c3b, 0xc0ba6cad,
  0xedb88320, 0x9abfb3b6, 0x03b6e20c, 0x74b1d29a, 0xead54739, 0x9dd277af, 0x04db2615, 0x73dc1683,
  0xe3630b12, 0x94643b84, 0x0d6d6a3e, 0x7a6a5aa8, 0xe40ecf0b, 0x9309ff9d, 0x0a00ae27, 0x7d079eb1,
  0xf00f9344, 0x8708a3d2, 0x1e01f268, 0x6906c2fe, 0xf762575d, 0x806567cb, 0x196c3671, 0x6e6b06e7,
  0xfed41b76, 0x89d32be0, 0x10da7a5a, 0x67dd4acc, 0xf9b9df6f, 0x8ebeeff9, 0x17b7be43, 0x60b08ed5,
  0xd6d6a3e8, 0xa1d1937e, 0x38d8c2c4, 0x4fdff252, 0xd1bb67f1, 0xa6bc5767, 0x3fb506dd, 0x48b2364b,
  0xd80d2bda, 0xaf0a1b4c, 0x36034af6, 0x41047a60, 0xdf60efc3, 0xa867df55, 0x316e8eef, 0x4669be79,
  0xcb61b38c, 0xbc66831a, 0x256fd2a0, 0x5268e236, 0xcc0c7795, 0xbb0b4703, 0x220216b9, 0x5505262f,
  0xc5ba3bbe, 0xb2bd0b28, 0x2bb45a92, 0x5cb36a04, 0xc2d7ffa7, 0xb5d0cf31, 0x2cd99e8b, 0x5bdeae1d,
  0x9b64c2b0, 0xec63f226, 0x756aa39c, 0x026d930a, 0x9c0906a9, 0xeb0e363f, 0x72076785, 0x05005713,
  0x95bf4a82, 0xe2b87a14, 0x7bb12bae, 0x0cb61b38, 0x92d28e9b, 0xe5d5be0d, 0x7cdcefb7, 0x0bdbdf21,
  0x86d3d2d4, 0xf1d4e242, 0x68ddb3f8, 0x1fda836e, 0x81be16cd, 0xf6b9265b, 0x6fb077e1, 0x18b74777,
  0x88085ae6, 0xff0f6a70, 0x66063bca, 0x11010b5c, 0x8f659eff, 0xf862ae69, 0x616bffd3, 0x166ccf45,
  0xa00ae278, 0xd70dd2ee, 0x4e048354, 0x3903b3c2, 0xa7672661, 0xd06016f7, 0x4969474d, 0x3e6e77db,
  0xaed16a4a, 0xd9d65adc, 0x40df0b66, 0x37d83bf0, 0xa9bcae53, 0xdebb9ec5, 0x47b2cf7f, 0x30b5ffe9,
  0xbdbdf21c, 0xcabac28a, 0x53b39330, 0x24b4a3a6, 0xbad03605, 0xcdd70693, 0x54de5729, 0x23d967bf,
  0xb3667a2e, 0xc4614ab8, 0x5d681b02, 0x2a6f2b94, 0xb40bbe37, 0xc30c8ea1, 0x5a05df1b, 0x2d02ef8d,
]);

function crc32(buf) {
  let crc = -1;
  for (let x of buf) {
    crc = CRC_TABLE[(crc ^ x) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ -1) >>> 0;
}

module.exports = crc32;


/***/ }),

/***/ 502:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

// This was adapted from https://github.com/andrewrk/node-fd-slicer by Andrew Kelley under the MIT License.
var fs = __nccwpck_require__(896);
var util = __nccwpck_require__(23);
var stream = __nccwpck_require__(203);
var Readable = stream.Readable;
var PassThrough = stream.PassThrough;
var Pend = __nccwpck_require__(313);
var EventEmitter = (__nccwpck_require__(434).EventEmitter);

exports.BufferSlicer = BufferSlicer;
exports.FdSlicer = FdSlicer;

util.inherits(FdSlicer, EventEmitter);
function FdSlicer(fd) {
  EventEmitter.call(this);

  this.fd = fd;
  this.pend = new Pend();
  this.pend.max = 1;
  this.refCount = 0;
}

FdSlicer.prototype.read = function(buffer, offset, length, position, callback) {
  var self = this;
  self.pend.go(function(cb) {
    fs.read(self.fd, buffer, offset, length, position, function(err, bytesRead, buffer) {
      cb();
      callback(err, bytesRead, buffer);
    });
  });
};

FdSlicer.prototype.createReadStream = function(options) {
  return new ReadStream(this, options);
};

FdSlicer.prototype.ref = function() {
  this.refCount += 1;
};

FdSlicer.prototype.unref = function() {
  var self = this;
  self.refCount -= 1;
  if (self.refCount < 0) throw new Error("invalid unref");
  if (self.refCount > 0) return;

  fs.close(self.fd, onCloseDone);

  function onCloseDone(err) {
    if (err) {
      self.emit('error', err);
    } else {
      self.emit('close');
    }
  }
};

util.inherits(ReadStream, Readable);
function ReadStream(context, options) {
  options = options || {};
  Readable.call(this, options);

  this.context = context;
  this.context.ref();

  this.start = options.start || 0;
  this.endOffset = options.end;
  this.pos = this.start;
}

ReadStream.prototype._read = function(n) {
  var self = this;

  var toRead = Math.min(self._readableState.highWaterMark, n);
  if (self.endOffset != null) {
    toRead = Math.min(toRead, self.endOffset - self.pos);
  }
  if (toRead <= 0) {
    self.push(null);
    this._cleanup();
    return;
  }
  self.context.pend.go(function(cb) {
    var buffer = Buffer.allocUnsafe(toRead);
    fs.read(self.context.fd, buffer, 0, toRead, self.pos, function(err, bytesRead) {
      if (err) {
        self.destroy(err);
      } else if (bytesRead === 0) {
        self.push(null);
        self._cleanup();
      } else {
        self.pos += bytesRead;
        self.push(buffer.slice(0, bytesRead));
      }
      cb();
    });
  });
};

ReadStream.prototype._destroy = function(err, cb) {
  // Node 14+ calls this automatically at EOF.
  this._cleanup();
  cb(err);
};

ReadStream.prototype._cleanup = function() {
  if (this.context != null) {
    this.context.unref();
    this.context = null;
  }
};

util.inherits(BufferSlicer, EventEmitter);
function BufferSlicer(buffer) {
  EventEmitter.call(this);

  this.refCount = 0;
  this.buffer = buffer;
}

BufferSlicer.prototype.read = function(buffer, offset, length, position, callback) {
  if (!(0 <= offset && offset <= buffer.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer.length);
  if (position < 0) throw new RangeError("position is negative: " + position);
  if (offset + length > buffer.length) {
    // The caller's buffer can't hold all the bytes they're trying to read.
    // Clamp the length instead of giving an error.
    // The callback will be informed of fewer than expected bytes written.
    length = buffer.length - offset;
  }
  if (position + length > this.buffer.length) {
    // Clamp any attempt to read past the end of the source buffer.
    length = this.buffer.length - position;
  }
  if (length <= 0) {
    // After any clamping, we're fully out of bounds or otherwise have nothing to do.
    // This isn't an error; it's just zero bytes written.
    setImmediate(function() {
      callback(null, 0);
    });
    return;
  }
  this.buffer.copy(buffer, offset, position, position + length);
  setImmediate(function() {
    callback(null, length);
  });
};

BufferSlicer.prototype.createReadStream = function(options) {
  options = options || {};
  var readStream = new PassThrough(options);
  readStream.start = options.start || 0;
  readStream.endOffset = options.end;
  // by the time this function returns, we'll be done.
  readStream.pos = readStream.endOffset || this.buffer.length;

  var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
  // Cut the buffer into smaller slices for better memory usage when streaming into a zlib inflate stream.
  // See https://github.com/thejoshwolfe/yauzl/issues/87
  var maxChunkSize = 0x10000;
  var offset = 0;
  while (true) {
    var nextOffset = offset + maxChunkSize;
    if (nextOffset >= entireSlice.length) {
      // last chunk
      if (offset < entireSlice.length) {
        readStream.write(entireSlice.slice(offset, entireSlice.length));
      }
      break;
    }
    readStream.write(entireSlice.slice(offset, nextOffset));
    offset = nextOffset;
  }

  readStream.end();
  return readStream;
};

BufferSlicer.prototype.ref = function() {
  this.refCount += 1;
};

BufferSlicer.prototype.unref = function() {
  this.refCount -= 1;

  if (this.refCount < 0) {
    throw new Error("invalid unref");
  }
};


/***/ }),

/***/ 663:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;
var fs = __nccwpck_require__(896);
var zlib = __nccwpck_require__(106);
var fd_slicer = __nccwpck_require__(502);
var util = __nccwpck_require__(23);
var EventEmitter = (__nccwpck_require__(434).EventEmitter);
var Transform = (__nccwpck_require__(203).Transform);
var PassThrough = (__nccwpck_require__(203).PassThrough);
var Writable = (__nccwpck_require__(203).Writable);

// Node 20 added zlib.crc32.
const crc32 = typeof zlib.crc32 === "function" ? zlib.crc32 : __nccwpck_require__(248);

__webpack_unused_export__ = open;
__webpack_unused_export__ = fromFd;
__webpack_unused_export__ = fromBuffer;
__webpack_unused_export__ = fromRandomAccessReader;
__webpack_unused_export__ = openPromise;
__webpack_unused_export__ = fromFdPromise;
__webpack_unused_export__ = fromBufferPromise;
exports.or = fromRandomAccessReaderPromise;

__webpack_unused_export__ = dosDateTimeToDate;
__webpack_unused_export__ = getFileNameLowLevel;
__webpack_unused_export__ = validateFileName;
__webpack_unused_export__ = parseExtraFields;
__webpack_unused_export__ = ZipFile;
__webpack_unused_export__ = Entry;
__webpack_unused_export__ = LocalFileHeader;
exports.lJ = RandomAccessReader;

function openPromise(path, options) {
  return new Promise((resolve, reject) => {
    open(path, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromFdPromise(fd, options) {
  return new Promise((resolve, reject) => {
    fromFd(fd, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromBufferPromise(buffer, options) {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromRandomAccessReaderPromise(reader, totalSize, options) {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(reader, totalSize, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}

function open(path, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = true;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  fs.open(path, "r", function(err, fd) {
    if (err) return callback(err);
    fromFd(fd, options, function(err, zipfile) {
      if (err) fs.close(fd, defaultCallback);
      callback(err, zipfile);
    });
  });
}

function fromFd(fd, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = false;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  fs.fstat(fd, function(err, stats) {
    if (err) return callback(err);
    var reader = new fd_slicer.FdSlicer(fd);
    fromRandomAccessReader(reader, stats.size, options, callback);
  });
}

function fromBuffer(buffer, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  options.autoClose = false;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  var reader = new fd_slicer.BufferSlicer(buffer);
  fromRandomAccessReader(reader, buffer.length, options, callback);
}

function fromRandomAccessReader(reader, totalSize, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = true;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  var decodeStrings = !!options.decodeStrings;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
  if (totalSize > Number.MAX_SAFE_INTEGER) {
    throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
  }

  // the matching unref() call is in zipfile.close()
  reader.ref();

  // eocdr means End of Central Directory Record.
  // search backwards for the eocdr signature.
  // the last field of the eocdr is a variable-length comment.
  // the comment size is encoded in a 2-byte field in the eocdr, which we can't find without trudging backwards through the comment to find it.
  // as a consequence of this design decision, it's possible to have ambiguous zip file metadata if a coherent eocdr was in the comment.
  // we search backwards for a eocdr signature, and hope that whoever made the zip file was smart enough to forbid the eocdr signature in the comment.
  var eocdrWithoutCommentSize = 22;
  var zip64EocdlSize = 20; // Zip64 end of central directory locator
  var maxCommentSize = 0xffff; // 2-byte size
  var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + maxCommentSize, totalSize);
  var buffer = newBuffer(bufferSize);
  var bufferReadStart = totalSize - buffer.length;
  readAndAssertNoEof(reader, buffer, 0, bufferSize, bufferReadStart, function(err) {
    if (err) return callback(err);
    for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
      if (buffer.readUInt32LE(i) !== 0x06054b50) continue;
      // found eocdr
      var eocdrBuffer = buffer.subarray(i);

      // 0 - End of central directory signature = 0x06054b50
      // 4 - Number of this disk
      var diskNumber = eocdrBuffer.readUInt16LE(4);
      // 6 - Disk where central directory starts
      // 8 - Number of central directory records on this disk
      // 10 - Total number of central directory records
      var entryCount = eocdrBuffer.readUInt16LE(10);
      // 12 - Size of central directory (bytes)
      // 16 - Offset of start of central directory, relative to start of archive
      var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
      // 20 - Comment length
      var commentLength = eocdrBuffer.readUInt16LE(20);
      var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
      if (commentLength !== expectedCommentLength) {
        return callback(new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?"));
      }
      // 22 - Comment
      // the encoding is always cp437.
      var comment = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false)
                                  : eocdrBuffer.subarray(22);

      // Look for a Zip64 end of central directory locator
      if (i - zip64EocdlSize >= 0 && buffer.readUInt32LE(i - zip64EocdlSize) === 0x07064b50) {
        // ZIP64 format
        var zip64EocdlBuffer = buffer.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize);
        // 0 - zip64 end of central dir locator signature = 0x07064b50
        // 4 - number of the disk with the start of the zip64 end of central directory
        // 8 - relative offset of the zip64 end of central directory record
        var zip64EocdrOffset = readUInt64LE(zip64EocdlBuffer, 8);
        // 16 - total number of disks

        // ZIP64 end of central directory record
        var zip64EocdrBuffer = newBuffer(56);
        return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err) {
          if (err) return callback(err);

          // 0 - zip64 end of central dir signature                           4 bytes  (0x06064b50)
          if (zip64EocdrBuffer.readUInt32LE(0) !== 0x06064b50) {
            return callback(new Error("invalid zip64 end of central directory record signature"));
          }
          // 4 - size of zip64 end of central directory record                8 bytes
          // 12 - version made by                                             2 bytes
          // 14 - version needed to extract                                   2 bytes
          // 16 - number of this disk                                         4 bytes
          diskNumber = zip64EocdrBuffer.readUInt32LE(16);
          if (diskNumber !== 0) {
            // Check this only after zip64 overrides. See #118.
            return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
          }
          // 20 - number of the disk with the start of the central directory  4 bytes
          // 24 - total number of entries in the central directory on this disk         8 bytes
          // 32 - total number of entries in the central directory            8 bytes
          entryCount = readUInt64LE(zip64EocdrBuffer, 32);
          // 40 - size of the central directory                               8 bytes
          // 48 - offset of start of central directory with respect to the starting disk number     8 bytes
          centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
          // 56 - zip64 extensible data sector                                (variable size)
          return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
        });
      }

      // Not ZIP64 format
      if (diskNumber !== 0) {
        return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
      }
      return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));

    }

    // Not a zip file.
    callback(new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
  });
}

util.inherits(ZipFile, EventEmitter);
function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
  var self = this;
  EventEmitter.call(self);
  self.reader = reader;
  // forward close events
  self.reader.on("error", function(err) {
    // error closing the fd
    emitError(self, err);
  });
  self.reader.once("close", function() {
    self.emit("close");
  });
  self.readEntryCursor = centralDirectoryOffset;
  self.fileSize = fileSize;
  self.entryCount = entryCount;
  self.comment = comment;
  self.entriesRead = 0;
  self.autoClose = !!autoClose;
  self.lazyEntries = !!lazyEntries;
  self.decodeStrings = !!decodeStrings;
  self.validateEntrySizes = !!validateEntrySizes;
  self.strictFileNames = !!strictFileNames;
  self.isOpen = true;
  self.emittedError = false;
  self.hasEachEntryBeenCalled = false;

  if (!self.lazyEntries) self._readEntry();
}
ZipFile.prototype.close = function() {
  if (!this.isOpen) return;
  this.isOpen = false;
  this.reader.unref();
};

function emitErrorAndAutoClose(self, err) {
  if (self.autoClose) self.close();
  emitError(self, err);
}
function emitError(self, err) {
  if (self.emittedError) return;
  self.emittedError = true;
  self.emit("error", err);
}

ZipFile.prototype.readEntry = function() {
  if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
  this._readEntry();
};
ZipFile.prototype._readEntry = function() {
  var self = this;
  if (self.entryCount === self.entriesRead) {
    // done with metadata
    setImmediate(function() {
      if (self.autoClose) self.close();
      if (self.emittedError) return;
      self.emit("end");
    });
    return;
  }
  if (self.emittedError) return;
  var buffer = newBuffer(46);
  readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
    if (err) return emitErrorAndAutoClose(self, err);
    if (self.emittedError) return;
    var entry = new Entry();
    // 0 - Central directory file header signature
    var signature = buffer.readUInt32LE(0);
    if (signature !== 0x02014b50) return emitErrorAndAutoClose(self, new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
    // 4 - Version made by
    entry.versionMadeBy = buffer.readUInt16LE(4);
    // 6 - Version needed to extract (minimum)
    entry.versionNeededToExtract = buffer.readUInt16LE(6);
    // 8 - General purpose bit flag
    entry.generalPurposeBitFlag = buffer.readUInt16LE(8);
    // 10 - Compression method
    entry.compressionMethod = buffer.readUInt16LE(10);
    // 12 - File last modification time
    entry.lastModFileTime = buffer.readUInt16LE(12);
    // 14 - File last modification date
    entry.lastModFileDate = buffer.readUInt16LE(14);
    // 16 - CRC-32
    entry.crc32 = buffer.readUInt32LE(16);
    // 20 - Compressed size
    entry.compressedSize = buffer.readUInt32LE(20);
    // 24 - Uncompressed size
    entry.uncompressedSize = buffer.readUInt32LE(24);
    // 28 - File name length (n)
    entry.fileNameLength = buffer.readUInt16LE(28);
    // 30 - Extra field length (m)
    entry.extraFieldLength = buffer.readUInt16LE(30);
    // 32 - File comment length (k)
    entry.fileCommentLength = buffer.readUInt16LE(32);
    // 34 - Disk number where file starts
    // 36 - Internal file attributes
    entry.internalFileAttributes = buffer.readUInt16LE(36);
    // 38 - External file attributes
    entry.externalFileAttributes = buffer.readUInt32LE(38);
    // 42 - Relative offset of local file header
    entry.relativeOffsetOfLocalHeader = buffer.readUInt32LE(42);

    if (entry.generalPurposeBitFlag & 0x40) return emitErrorAndAutoClose(self, new Error("strong encryption is not supported"));

    self.readEntryCursor += 46;

    buffer = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
    readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
      if (err) return emitErrorAndAutoClose(self, err);
      if (self.emittedError) return;
      // 46 - File name
      entry.fileNameRaw = buffer.subarray(0, entry.fileNameLength);
      // 46+n - Extra field
      var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
      entry.extraFieldRaw = buffer.subarray(entry.fileNameLength, fileCommentStart);
      // 46+n+m - File comment
      entry.fileCommentRaw = buffer.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);

      // Parse the extra fields, which we need for processing other fields.
      try {
        entry.extraFields = parseExtraFields(entry.extraFieldRaw);
      } catch (err) {
        return emitErrorAndAutoClose(self, err);
      }

      // Interpret strings according to bit flags, extra fields, and options.
      if (self.decodeStrings) {
        var isUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
        entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
        entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
        var errorMessage = validateFileName(entry.fileName);
        if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
      } else {
        entry.fileComment = entry.fileCommentRaw;
        entry.fileName = entry.fileNameRaw;
      }
      // Maintain API compatibility. See https://github.com/thejoshwolfe/yauzl/issues/47
      entry.comment = entry.fileComment;

      self.readEntryCursor += buffer.length;
      self.entriesRead += 1;

      // Check for the Zip64 Extended Information Extra Field.
      for (var i = 0; i < entry.extraFields.length; i++) {
        var extraField = entry.extraFields[i];
        if (extraField.id !== 0x0001) continue;
        // Found it.

        var zip64EiefBuffer = extraField.data;
        var index = 0;
        // 0 - Original Size          8 bytes
        if (entry.uncompressedSize === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include uncompressed size"));
          }
          entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 8 - Compressed Size        8 bytes
        if (entry.compressedSize === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include compressed size"));
          }
          entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 16 - Relative Header Offset 8 bytes
        if (entry.relativeOffsetOfLocalHeader === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include relative header offset"));
          }
          entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 24 - Disk Start Number      4 bytes

        break;
      }

      // validate file size
      if (self.validateEntrySizes && entry.compressionMethod === 0) {
        var expectedCompressedSize = entry.uncompressedSize;
        if (entry.isEncrypted()) {
          // traditional encryption prefixes the file data with a header
          expectedCompressedSize += 12;
        }
        if (entry.compressedSize !== expectedCompressedSize) {
          var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
          return emitErrorAndAutoClose(self, new Error(msg));
        }
      }

      self.emit("entry", entry);

      if (!self.lazyEntries) self._readEntry();
    });
  });
};

ZipFile.prototype.eachEntry = function() {
  const self = this;
  if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
  if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
  self.hasEachEntryBeenCalled = true;

  let pendingResolveReject = null;
  self.on("entry", onEntry);
  self.on("end", onEnd);
  self.on("error", onError);
  function cleanup() {
    self.removeListener("entry", onEntry);
    self.removeListener("end", onEnd);
    self.removeListener("error", onError);
    if (self.autoClose) self.close();
  }

  function onEntry(entry) {
    let {resolve} = pendingResolveReject;
    pendingResolveReject = null;
    resolve({value: entry});
  }
  function onEnd() {
    let {resolve} = pendingResolveReject;
    pendingResolveReject = null;
    cleanup();
    resolve({done: true});
  }
  function onError(err) {
    let {reject} = pendingResolveReject;
    pendingResolveReject = null;
    cleanup();
    reject(err);
  }

  return {
    [Symbol.asyncIterator]() {
      // Called once by `for await...of`.
      return this;
    },
    next() {
      // Called on each iteration in a `for await...of`.
      const promise = new Promise((resolve, reject) => {
        if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
        pendingResolveReject = {resolve, reject};
      });
      self.readEntry();
      return promise;
    },
    return(value) {
      // Called when breaking, returning, throwing out of a `for await...of`.
      cleanup();
      return Promise.resolve({done: true, value});
    },
    throw(value) {
      // Almost never called. Something about `yield*` maybe?
      cleanup();
      return Promise.reject(value);
    },
  };
};

ZipFile.prototype.openReadStream = function(entry, options, callback) {
  var self = this;
  // parameter validation
  var relativeStart = 0;
  var relativeEnd = entry.compressedSize;
  if (callback == null) {
    callback = options;
    options = null;
  }
  if (options == null) {
    options = {};
  } else {
    if (options.decodeFileData === false) {
      // new, simple option
      if (options.decrypt != null) {
        throw new Error("cannot use options.decrypt when options.decodeFileData === false");
      }
      if (options.decompress != null) {
        throw new Error("cannot use options.decompress when options.decodeFileData === false");
      }
      // start and end are allowed
    } else {
      // old, complicated options
      if (options.decrypt != null) {
        if (!entry.isEncrypted()) {
          throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
        }
        if (options.decrypt !== false) throw new Error("invalid options.decrypt value: " + options.decrypt);
        if (entry.isCompressed()) {
          if (options.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
        }
      }
      if (options.decompress != null) {
        if (!entry.isCompressed()) {
          throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
        }
        if (!(options.decompress === false || options.decompress === true)) {
          throw new Error("invalid options.decompress value: " + options.decompress);
        }
        decompress = options.decompress;
      }
    }
    if (options.start != null) {
      relativeStart = options.start;
      if (relativeStart < 0) throw new Error("options.start < 0");
      if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
    }
    if (options.end != null) {
      relativeEnd = options.end;
      if (relativeEnd < 0) throw new Error("options.end < 0");
      if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
      if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
    }
  }
  var rawMode = (
    options.decodeFileData === false || // Explicitly requested raw.
    (
      (entry.compressionMethod === 0 || // Naturally without compression.
        (entry.compressionMethod === 8 && options.decompress === false) // Deprecated compression bypass option.
      ) &&
      (!entry.isEncrypted() || // Naturally without encryption.
        options.decrypt === false // Deprecated encryption bypass option.
      )
    )
  );
  if (options.start != null || options.end != null) {
    // Ensure slicing deals with raw data.
    if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
  }

  // any further errors can either be caused by the zipfile,
  // or were introduced in a minor version of yauzl,
  // so should be passed to the client rather than thrown.
  if (!self.isOpen) return callback(new Error("closed"));
  if (entry.isEncrypted() && !rawMode) {
    if (options.decrypt !== false) return callback(new Error("entry is encrypted, and options.decodeFileData !== false"));
  }
  var decompress;
  if (rawMode) {
    decompress = false;
  } else if (entry.compressionMethod === 8) {
    // 8 - The file is Deflated
    decompress = options.decodeFileData !== true;
  } else {
    return callback(new Error("unsupported compression method: " + entry.compressionMethod));
  }

  self.readLocalFileHeader(entry, {minimal: true}, function(err, localFileHeader) {
    if (err) return callback(err);
    self.openReadStreamLowLevel(
      localFileHeader.fileDataStart, entry.compressedSize,
      relativeStart, relativeEnd,
      decompress, entry.uncompressedSize,
      callback);
  });
};

ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
  var self = this;

  var fileDataEnd = fileDataStart + compressedSize;
  var readStream = self.reader.createReadStream({
    start: fileDataStart + relativeStart,
    end: fileDataStart + relativeEnd,
  });
  var endpointStream = readStream;
  if (decompress) {
    var destroyed = false;
    var inflateFilter = zlib.createInflateRaw();
    readStream.on("error", function(err) {
      // setImmediate here because errors can be emitted during the first call to pipe()
      setImmediate(function() {
        if (!destroyed) inflateFilter.emit("error", err);
      });
    });
    readStream.pipe(inflateFilter);

    if (self.validateEntrySizes) {
      endpointStream = new AssertByteCountStream(uncompressedSize);
      inflateFilter.on("error", function(err) {
        // forward zlib errors to the client-visible stream
        setImmediate(function() {
          if (!destroyed) endpointStream.emit("error", err);
        });
      });
      inflateFilter.pipe(endpointStream);
    } else {
      // the zlib filter is the client-visible stream
      endpointStream = inflateFilter;
    }
    // this is part of yauzl's API, so implement this function on the client-visible stream
    installDestroyFn(endpointStream, function() {
      destroyed = true;
      if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
      readStream.unpipe(inflateFilter);
      // TODO: the inflateFilter may cause a memory leak. see Issue #27.
      readStream.destroy();
    });
  }
  callback(null, endpointStream);
};

ZipFile.prototype.readLocalFileHeader = function(entry, options, callback) {
  var self = this;
  if (callback == null) {
    callback = options;
    options = null;
  }
  if (options == null) options = {};

  self.reader.ref();
  var buffer = newBuffer(30);
  readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader, function(err) {
    try {
      if (err) return callback(err);
      // 0 - Local file header signature = 0x04034b50
      var signature = buffer.readUInt32LE(0);
      if (signature !== 0x04034b50) {
        return callback(new Error("invalid local file header signature: 0x" + signature.toString(16)));
      }

      var fileNameLength = buffer.readUInt16LE(26);
      var extraFieldLength = buffer.readUInt16LE(28);
      var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
      // We now have enough information to do this bounds check.
      if (fileDataStart + entry.compressedSize > self.fileSize) {
        return callback(new Error("file data overflows file bounds: " +
            fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
      }

      if (options.minimal) {
        return callback(null, {fileDataStart: fileDataStart});
      }

      var localFileHeader = new LocalFileHeader();
      localFileHeader.fileDataStart = fileDataStart;

      // 4 - Version needed to extract (minimum)
      localFileHeader.versionNeededToExtract = buffer.readUInt16LE(4);
      // 6 - General purpose bit flag
      localFileHeader.generalPurposeBitFlag = buffer.readUInt16LE(6);
      // 8 - Compression method
      localFileHeader.compressionMethod = buffer.readUInt16LE(8);
      // 10 - File last modification time
      localFileHeader.lastModFileTime = buffer.readUInt16LE(10);
      // 12 - File last modification date
      localFileHeader.lastModFileDate = buffer.readUInt16LE(12);
      // 14 - CRC-32
      localFileHeader.crc32 = buffer.readUInt32LE(14);
      // 18 - Compressed size
      localFileHeader.compressedSize = buffer.readUInt32LE(18);
      // 22 - Uncompressed size
      localFileHeader.uncompressedSize = buffer.readUInt32LE(22);
      // 26 - File name length (n)
      localFileHeader.fileNameLength = fileNameLength;
      // 28 - Extra field length (m)
      localFileHeader.extraFieldLength = extraFieldLength;
      // 30 - File name
      // 30+n - Extra field

      buffer = newBuffer(fileNameLength + extraFieldLength);
      self.reader.ref();
      readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader + 30, function(err) {
        try {
          if (err) return callback(err);
          localFileHeader.fileName = buffer.subarray(0, fileNameLength);
          localFileHeader.extraField = buffer.subarray(fileNameLength);
          return callback(null, localFileHeader);
        } finally {
          self.reader.unref();
        }
      });
    } finally {
      self.reader.unref();
    }
  });
};

ZipFile.prototype.openReadStreamPromise = function(entry, options) {
  return new Promise((resolve, reject) => {
    this.openReadStream(entry, options, function(err, readStream) {
      if (err) return reject(err);
      resolve(readStream);
    });
  });
};
ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
  return new Promise((resolve, reject) => {
    this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err, readStream) {
      if (err) return reject(err);
      resolve(readStream);
    });
  });
};
ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options) {
  return new Promise((resolve, reject) => {
    this.readLocalFileHeader(entry, options, function(err, localFileHeader) {
      if (err) return reject(err);
      resolve(localFileHeader);
    });
  });
};

function Entry() {
}
Entry.prototype.getLastModDate = function(options) {
  if (options == null) options = {};

  if (!options.forceDosFormat) {
    // Check extended fields.
    for (var i = 0; i < this.extraFields.length; i++) {
      var extraField = this.extraFields[i];
      if (extraField.id === 0x5455) {
        // Info-ZIP "universal timestamp" extended field (`0x5455` aka `"UT"`).
        // See the Info-ZIP source code unix/unix.c:set_extra_field() and zipfile.c:ef_scan_ut_time().
        var data = extraField.data;
        if (data.length < 5) continue; // Too short.
        // The flags define which of the three fields are present: mtime, atime, ctime.
        // We only care about mtime.
        // Also, ctime is never included in practice.
        // And also, atime is only included in the local file header for some reason
        // despite the flags lying about its inclusion in the central header.
        var flags = data[0];
        var HAS_MTIME = 1;
        if (!(flags & HAS_MTIME)) continue; // This will realistically never happen.
        // Although the positions of all of the fields shift around depending on the presence of other fields,
        // mtime is always first if present, and that's the only one we care about.
        var posixTimestamp = data.readInt32LE(1);
        return new Date(posixTimestamp * 1000);
      } else if (extraField.id === 0x000a) {
        var data = extraField.data;
        if (data.length !== 32) continue; // The length is always the same.
        // 4 bytes reserved
        // 2 bytes Tag
        if (data.readUInt16LE(4) !== 1) continue; // Tag1 is actually the only defined Tag.
        // 2 bytes Size
        if (data.readUInt16LE(6) !== 24) continue; // Size is always 24.
        // 8 bytes Mtime
        var hundredNanoSecondsSince1601 = data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12);
        // Convert from NTFS to POSIX milliseconds.
        // The big number below is the milliseconds between year 1601 and year 1970
        // (i.e. the negative POSIX timestamp of 1601-01-01 00:00:00Z)
        var millisecondsSince1970 = hundredNanoSecondsSince1601 / 10000 - 11644473600000;
        // Note on numeric precision: JavaScript Number objects lose precision above Number.MAX_SAFE_INTEGER,
        // and NTFS timestamps are typically much bigger than that limit.
        // (MAX_SAFE_INTEGER would represent 1629-07-17T23:58:45.475Z.)
        // However, we're losing precision in the conversion from 100nanosecond units to millisecond units anyway,
        // and the time at which we also lose 1-millisecond precision is year 275760, the JavaScript Date limit (by design).
        // Up through the year 2057, this conversion only drops 4 bits of precision,
        // which is well under the 13-14 bits ratio between the milliseconds and 100nanoseconds.
        return new Date(millisecondsSince1970);
      }
    }
  }

  // Fallback to non-extended encoding.
  return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options.timezone);
};

Entry.prototype.canDecodeFileData = function() {
  return (
    !this.isEncrypted() &&
    (this.compressionMethod === 0 || this.compressionMethod === 8)
  );
};
Entry.prototype.isEncrypted = function() {
  return (this.generalPurposeBitFlag & 0x1) !== 0;
};
Entry.prototype.isCompressed = function() {
  return this.compressionMethod === 8;
};

function LocalFileHeader() {
}

function dosDateTimeToDate(date, time, timezone) {
  var day = date & 0x1f; // 1-31
  var month = (date >> 5 & 0xf) - 1; // 1-12, 0-11
  var year = (date >> 9 & 0x7f) + 1980; // 0-128, 1980-2108

  var millisecond = 0;
  var second = (time & 0x1f) * 2; // 0-29, 0-58 (even numbers)
  var minute = time >> 5 & 0x3f; // 0-59
  var hour = time >> 11 & 0x1f; // 0-23

  if (timezone == null || timezone === "local") {
    return new Date(year, month, day, hour, minute, second, millisecond);
  } else if (timezone === "UTC") {
    return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
  } else {
    throw new Error("unrecognized options.timezone: " + options.timezone);
  }
}

function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
  var fileName = null;

  // check for Info-ZIP Unicode Path Extra Field (0x7075)
  // see https://github.com/thejoshwolfe/yauzl/issues/33
  for (var i = 0; i < extraFields.length; i++) {
    var extraField = extraFields[i];
    if (extraField.id === 0x7075) {
      if (extraField.data.length < 6) {
        // too short to be meaningful
        continue;
      }
      // Version       1 byte      version of this extra field, currently 1
      if (extraField.data.readUInt8(0) !== 1) {
        // > Changes may not be backward compatible so this extra
        // > field should not be used if the version is not recognized.
        continue;
      }
      // NameCRC32     4 bytes     File Name Field CRC32 Checksum
      var oldNameCrc32 = extraField.data.readUInt32LE(1);
      if (crc32(fileNameBuffer) !== oldNameCrc32) {
        // > If the CRC check fails, this UTF-8 Path Extra Field should be
        // > ignored and the File Name field in the header should be used instead.
        continue;
      }
      // UnicodeName   Variable    UTF-8 version of the entry File Name
      fileName = decodeBuffer(extraField.data.subarray(5), true);
      break;
    }
  }

  if (fileName == null) {
    // The typical case.
    var isUtf8 = (generalPurposeBitFlag & 0x800) !== 0;
    fileName = decodeBuffer(fileNameBuffer, isUtf8);
  }

  if (!strictFileNames) {
    // Allow backslash.
    fileName = fileName.replace(/\\/g, "/");
  }
  return fileName;
}

function validateFileName(fileName) {
  if (fileName.indexOf("\\") !== -1) {
    return "invalid characters in fileName: " + fileName;
  }
  if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) {
    return "absolute path: " + fileName;
  }
  if (fileName.split("/").indexOf("..") !== -1) {
    return "invalid relative path: " + fileName;
  }
  // all good
  return null;
}

function parseExtraFields(extraFieldBuffer) {
  var extraFields = [];
  var i = 0;
  while (i < extraFieldBuffer.length - 3) {
    var headerId = extraFieldBuffer.readUInt16LE(i + 0);
    var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
    var dataStart = i + 4;
    var dataEnd = dataStart + dataSize;
    if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
    var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
    extraFields.push({
      id: headerId,
      data: dataBuffer,
    });
    i = dataEnd;
  }
  return extraFields;
}

function readAndAssertNoEof(reader, buffer, offset, length, position, callback) {
  if (length === 0) {
    // fs.read will throw an out-of-bounds error if you try to read 0 bytes from a 0 byte file
    return setImmediate(function() { callback(null, newBuffer(0)); });
  }
  reader.read(buffer, offset, length, position, function(err, bytesRead) {
    if (err) return callback(err);
    if (bytesRead < length) {
      return callback(new Error("unexpected EOF"));
    }
    callback();
  });
}

util.inherits(AssertByteCountStream, Transform);
function AssertByteCountStream(byteCount) {
  Transform.call(this);
  this.actualByteCount = 0;
  this.expectedByteCount = byteCount;
}
AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
  this.actualByteCount += chunk.length;
  if (this.actualByteCount > this.expectedByteCount) {
    var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
    return cb(new Error(msg));
  }
  cb(null, chunk);
};
AssertByteCountStream.prototype._flush = function(cb) {
  if (this.actualByteCount < this.expectedByteCount) {
    var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
    return cb(new Error(msg));
  }
  cb();
};

util.inherits(RandomAccessReader, EventEmitter);
function RandomAccessReader() {
  EventEmitter.call(this);
  this.refCount = 0;
}
RandomAccessReader.prototype.ref = function() {
  this.refCount += 1;
};
RandomAccessReader.prototype.unref = function() {
  var self = this;
  self.refCount -= 1;

  if (self.refCount > 0) return;
  if (self.refCount < 0) throw new Error("invalid unref");

  self.close(onCloseDone);

  function onCloseDone(err) {
    if (err) return self.emit('error', err);
    self.emit('close');
  }
};
RandomAccessReader.prototype.createReadStream = function(options) {
  if (options == null) options = {};
  var start = options.start;
  var end = options.end;
  if (start === end) {
    var emptyStream = new PassThrough();
    setImmediate(function() {
      emptyStream.end();
    });
    return emptyStream;
  }
  var stream = this._readStreamForRange(start, end);

  var destroyed = false;
  var refUnrefFilter = new RefUnrefFilter(this);
  stream.on("error", function(err) {
    setImmediate(function() {
      if (!destroyed) refUnrefFilter.emit("error", err);
    });
  });
  installDestroyFn(refUnrefFilter, function() {
    stream.unpipe(refUnrefFilter);
    refUnrefFilter.unref();
    stream.destroy();
  });

  var byteCounter = new AssertByteCountStream(end - start);
  refUnrefFilter.on("error", function(err) {
    setImmediate(function() {
      if (!destroyed) byteCounter.emit("error", err);
    });
  });
  installDestroyFn(byteCounter, function() {
    destroyed = true;
    refUnrefFilter.unpipe(byteCounter);
    refUnrefFilter.destroy();
  });

  return stream.pipe(refUnrefFilter).pipe(byteCounter);
};
RandomAccessReader.prototype._readStreamForRange = function(start, end) {
  throw new Error("not implemented");
};
RandomAccessReader.prototype.read = function(buffer, offset, length, position, callback) {
  var readStream = this.createReadStream({start: position, end: position + length});
  var writeStream = new Writable();
  var written = 0;
  writeStream._write = function(chunk, encoding, cb) {
    chunk.copy(buffer, offset + written, 0, chunk.length);
    written += chunk.length;
    cb();
  };
  writeStream.on("finish", callback);
  readStream.on("error", function(error) {
    callback(error);
  });
  readStream.pipe(writeStream);
};
RandomAccessReader.prototype.close = function(callback) {
  setImmediate(callback);
};

util.inherits(RefUnrefFilter, PassThrough);
function RefUnrefFilter(context) {
  PassThrough.call(this);
  this.context = context;
  this.context.ref();
  this.unreffedYet = false;
}
RefUnrefFilter.prototype._flush = function(cb) {
  this.unref();
  cb();
};
RefUnrefFilter.prototype.unref = function(cb) {
  if (this.unreffedYet) return;
  this.unreffedYet = true;
  this.context.unref();
};

var cp437 = '\u0000☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼ !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';
function decodeBuffer(buffer, isUtf8) {
  if (isUtf8) {
    return buffer.toString("utf8");
  } else {
    var result = "";
    for (var i = 0; i < buffer.length; i++) {
      result += cp437[buffer[i]];
    }
    return result;
  }
}

function readUInt64LE(buffer, offset) {
  // There is no native function for this, because we can't actually store 64-bit integers precisely.
  // after 53 bits, JavaScript's Number type (IEEE 754 double) can't store individual integers anymore.
  // but since 53 bits is a whole lot more than 32 bits, we do our best anyway.
  // As of 2020, Node has added support for BigInt, which obviates this whole function,
  // but yauzl hasn't been updated to depend on BigInt (yet?).
  var lower32 = buffer.readUInt32LE(offset);
  var upper32 = buffer.readUInt32LE(offset + 4);
  // we can't use bitshifting here, because JavaScript bitshifting only works on 32-bit integers.
  return upper32 * 0x100000000 + lower32;
  // as long as we're bounds checking the result of this function against the total file size,
  // we'll catch any overflow errors, because we already made sure the total file size was within reason.
}

// Node 10 deprecated new Buffer().
var newBuffer;
if (typeof Buffer.allocUnsafe === "function") {
  newBuffer = function(len) {
    return Buffer.allocUnsafe(len);
  };
} else {
  newBuffer = function(len) {
    return new Buffer(len);
  };
}

// Node 8 introduced a proper destroy() implementation on writable streams.
function installDestroyFn(stream, fn) {
  if (typeof stream.destroy === "function") {
    // New API.
    stream._destroy = function(err, cb) {
      fn();
      if (cb != null) cb(err);
    };
  } else {
    // Old API.
    stream.destroy = fn;
  }
}

function defaultCallback(err) {
  if (err) throw err;
}


/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
;// CONCATENATED MODULE: ./lib/result.js
function result_ok(value) {
    return { ok: true, value };
}
function result_err(error) {
    return { ok: false, error };
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: external "node:timers/promises"
const external_node_timers_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./lib/package/hashing.js



/** What bytes are hashed with: sha512 always, and what somebody announced. */
function hashesOf(also) {
    const algorithms = also === undefined || also === 'sha512' ? ['sha512'] : ['sha512', also];
    return algorithms.map(algorithm => ({ algorithm, hash: (0,external_node_crypto_namespaceObject.createHash)(algorithm) }));
}
function digestsOf(hashes) {
    return hashes.map(({ algorithm, hash }) => ({ algorithm, value: hash.digest('base64') }));
}
const PIECE_BYTES = 1024 * 1024;
/** Some 15 ms of hashing, after which downloads and timers get their turn. */
const PIECES_PER_TURN = 8;
/** One for each file would be most of the garbage of a restore from the cache. */
let spare;
/**
 * Hashes a file that is here already. Rejects with the system's own error.
 *
 * @param also a second algorithm
 */
async function hashFile(path, also) {
    const hashes = hashesOf(also);
    const piece = spare ?? Buffer.allocUnsafe(PIECE_BYTES);
    spare = undefined;
    const file = await (0,promises_namespaceObject.open)(path);
    try {
        let size = 0;
        for (let pieces = 1;; pieces += 1) {
            const { bytesRead } = await file.read(piece, 0, piece.length, size);
            if (bytesRead === 0)
                return { size, digests: digestsOf(hashes) };
            for (const { hash } of hashes)
                hash.update(piece.subarray(0, bytesRead));
            size += bytesRead;
            if (pieces % PIECES_PER_TURN === 0)
                await (0,external_node_timers_promises_namespaceObject.setImmediate)();
        }
    }
    finally {
        spare = piece;
        await file.close();
    }
}

;// CONCATENATED MODULE: ./lib/problem.js
/** `file:line:column`, the form that editors and terminals make a link of. */
function formatPlace(place) {
    return `${place.file}:${place.line}:${place.column}`;
}
/** A very long line is cut around the caret, so that a minified file does not fill the log. */
const FRAME_WIDTH = 120;
/**
 * The line that holds `offset`, with a caret under it.
 *
 * @param text the whole text
 * @param offset 0-based index into `text`; past the end points behind the last character
 */
function frameAt(text, offset) {
    const at = Math.min(offset, text.length);
    const { start, end } = lineAround(text, at);
    const from = Math.max(start, at - FRAME_WIDTH / 2);
    const line = text.slice(from, Math.min(end, from + FRAME_WIDTH)).replaceAll('\t', ' ');
    return `${line}\n${' '.repeat(at - from)}^`;
}
/** The whole line that holds `offset`. */
function lineAt(text, offset) {
    const { start, end } = lineAround(text, Math.min(offset, text.length));
    return text.slice(start, end);
}
function lineAround(text, at) {
    let start = at;
    while (start > 0 && !endsLine(text, start - 1))
        start -= 1;
    let end = start;
    while (end < text.length && !isLineEnd(text.charCodeAt(end)))
        end += 1;
    return { start, end };
}
/** The 1-based line and column of `offset` in `text`. */
function placeAt(text, offset, file) {
    let line = 1;
    let start = 0;
    for (let at = 0; at < Math.min(offset, text.length); at += 1) {
        if (!endsLine(text, at))
            continue;
        line += 1;
        start = at + 1;
    }
    return { file, line, column: offset - start + 1 };
}
/** The place of what is said of a whole file. */
function startOf(file) {
    return { file, line: 1, column: 1 };
}
/** `placeAt` for many offsets of one text: the lines are counted once. */
function locator(text, file) {
    const starts = [0];
    for (let at = 0; at < text.length; at += 1)
        if (endsLine(text, at))
            starts.push(at + 1);
    return offset => {
        let low = 0;
        let high = starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((starts[middle] ?? 0) <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    };
}
const LF = 0x0a;
const CR = 0x0d;
/** Whether the character at `at` is the last of its line. LF ends one, and CR, and both together, as editors and PowerShell count. */
function endsLine(text, at) {
    const code = text.charCodeAt(at);
    return code === LF || (code === CR && text.charCodeAt(at + 1) !== LF);
}
function isLineEnd(code) {
    return code === LF || code === CR;
}

;// CONCATENATED MODULE: ./lib/redact.js
/**
 * A text that may hold an address, as it may be shown: without user name and password, and without a query, in which
 * signatures travel. Everything up to the last `@` goes, since a password may hold any character but a blank.
 */
function redact(text) {
    return text.replace(/\S+/g, word => {
        const secret = credentialsIn(word);
        const shown = secret ? `${word.slice(0, secret.start)}…${word.slice(secret.end)}` : word;
        return withoutQuery(shown);
    });
}
/** The same for what is one address by itself: a blank in it is part of a password, not an end. */
function redactAddress(address) {
    const secret = credentialsIn(address);
    return redact(secret ? `${address.slice(0, secret.start)}…${address.slice(secret.end)}` : address);
}
/** The user's own words in a message, redacted first: half an address does not show that it holds a password. */
function excerpt(text, most = 80) {
    const shown = redact(text);
    return shown.length > most ? `${shown.slice(0, most)}…` : shown;
}
const PUNCTUATION = '"\'),.:;';
/** What stands behind the word belongs to the sentence around it: the quotes that it is shown in. */
function withoutQuery(word) {
    const at = word.indexOf('?');
    let end = word.length;
    while (end > at && PUNCTUATION.includes(word.charAt(end - 1)))
        end -= 1;
    return at === -1 || end === at + 1 ? word : `${word.slice(0, at)}?…${word.slice(end)}`;
}
/**
 * Whether a line may hold an address with a user's name or password in it. It is rather taken for one that does: a blank may
 * be part of a password. What PowerShell begins with `@` ends none.
 */
function holdsCredentials(line) {
    const slashes = line.indexOf('//');
    if (slashes === -1)
        return false;
    let at = line.indexOf('@', slashes);
    while (at !== -1 && '{(\'"'.includes(line.charAt(at + 1) || ' '))
        at = line.indexOf('@', at + 1);
    return at !== -1;
}
/** Where they stand in one word. By hand, as an expression for it would look at a long line once for each `//` in it. */
function credentialsIn(word) {
    const slashes = word.indexOf('//');
    const end = word.lastIndexOf('@');
    return slashes !== -1 && end > slashes ? { start: slashes + 2, end } : undefined;
}

;// CONCATENATED MODULE: ./lib/text.js



/** Far above any real file (the largest manifest of the Gallery's own modules is under 1 MiB), far below what hurts. */
const MAX_BYTES = 16 * 1024 * 1024;
const BYTE_ORDER_MARKS = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
];
/**
 * Reads bytes as text. A byte order mark decides; without one, UTF-16 is known by its NULs, else the bytes are UTF-8 if
 * they are valid UTF-8 and Windows-1252 if not, which is how Windows PowerShell saved files for years.
 *
 * Errors: `TEXT_TOO_LARGE` over 16 MiB, `TEXT_NOT_TEXT` for NULs in any other pattern.
 */
function decodeText(bytes, file) {
    const tooLarge = refuseSize(bytes.length, file);
    if (tooLarge)
        return result_err(tooLarge);
    for (const [encoding, mark] of BYTE_ORDER_MARKS) {
        if (mark.every((byte, index) => bytes[index] === byte)) {
            return result_ok({ file, encoding, text: decode(bytes.subarray(mark.length), encoding) });
        }
    }
    if (bytes.includes(0)) {
        const encoding = recogniseUtf16(bytes);
        if (encoding !== undefined)
            return result_ok({ file, encoding, text: decode(bytes, encoding) });
        return result_err({
            code: 'TEXT_NOT_TEXT',
            sentence: `${file} is not a text file: it holds NUL bytes.`,
            hint: 'Save it as UTF-8.',
        });
    }
    try {
        return result_ok({ file, encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) });
    }
    catch {
        return result_ok({ file, encoding: 'windows-1252', text: decodeWindows1252(bytes) });
    }
}
/**
 * A problem at an offset of the document: place and frame are filled in. The sentence and the hint may quote the document;
 * an address in them is redacted, and a line that holds one with a password in it is not shown.
 *
 * @param offset 0-based index into `document.text`
 */
function problemAt(document, offset, problem) {
    const { file, text } = document;
    const isSecret = holdsCredentials(lineAt(text, offset));
    return {
        ...problem,
        sentence: redact(problem.sentence),
        ...(problem.hint !== undefined && { hint: redact(problem.hint) }),
        place: placeAt(text, offset, file),
        ...(!isSecret && { frame: frameAt(text, offset) }),
    };
}
/** The problem of a file that is too large to be read, undefined for one that is not. */
function refuseSize(bytes, file) {
    if (bytes <= MAX_BYTES)
        return undefined;
    return {
        code: 'TEXT_TOO_LARGE',
        sentence: `${file} has ${bytes} bytes, more than the ${MAX_BYTES} that are read of a text file.`,
        hint: 'Name the file that states the requirements; none needs that size.',
    };
}
function decode(bytes, encoding) {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}
/** Enough to tell: the first bytes of a file in any of our formats are ASCII. */
const SAMPLE_BYTES = 1024;
/** UTF-16 of mostly Latin text has a NUL in nearly every high byte and in hardly any low one. */
function recogniseUtf16(bytes) {
    const sample = bytes.subarray(0, SAMPLE_BYTES);
    const nuls = [0, 0];
    sample.forEach((byte, index) => {
        if (byte === 0)
            nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
    });
    const [even = 0, odd = 0] = nuls;
    const most = Math.floor(sample.length / 2) * 0.7;
    if (odd >= most && odd > 4 * even)
        return 'utf-16le';
    if (even >= most && even > 4 * odd)
        return 'utf-16be';
    return undefined;
}
/** What the bytes 0x80 to 0x9F mean in Windows-1252 (WHATWG Encoding, index-windows-1252). */
const WINDOWS_1252 = '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
    '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
/**
 * Windows-1252 by hand: `TextDecoder('windows-1252')` gives control characters for these 32 bytes, the curly quotes among
 * them, in Node 24.0 to at least 24.6 (nodejs/node#59515), and the runner brings its own Node.
 */
function decodeWindows1252(bytes) {
    const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    return latin1.replace(/[\u0080-\u009f]/g, character => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
}

;// CONCATENATED MODULE: ./lib/version/nuget-version.js

/** NuGet keeps each part in a 32-bit signed integer. */
const MAX_PART = 2_147_483_647;
/** Longer than any version that the Gallery accepts; what is longer is not a version but an attack on file names. */
const MAX_LENGTH = 128;
const PART = /^[0-9]+$/;
const LABEL = /^[0-9A-Za-z-]+$/;
const LEADING_ZERO = /^0[0-9]+$/;
/**
 * Reads a version as NuGet's loose parser does: one to four numbers with leading zeros allowed, then `-labels`, then
 * `+metadata`. The error is a phrase that completes "`x` is not a version: …".
 */
function nuget_version_parseVersion(text) {
    const original = text.trim();
    if (original === '')
        return result_err('it is empty');
    if (original.length > MAX_LENGTH)
        return result_err(`it is longer than ${MAX_LENGTH} characters`);
    const plus = original.indexOf('+');
    const withoutMetadata = plus === -1 ? original : original.slice(0, plus);
    if (plus !== -1 &&
        !original
            .slice(plus + 1)
            .split('.')
            .every(label => LABEL.test(label))) {
        return result_err('the metadata after "+" is not made of letters, digits and hyphens');
    }
    const dash = withoutMetadata.indexOf('-');
    const core = dash === -1 ? withoutMetadata : withoutMetadata.slice(0, dash);
    const labels = dash === -1 ? [] : withoutMetadata.slice(dash + 1).split('.');
    for (const label of labels) {
        if (!LABEL.test(label))
            return result_err(`"${label}" is not a prerelease label`);
        if (LEADING_ZERO.test(label))
            return result_err(`the numeric label "${label}" has a leading zero`);
    }
    const parts = core.split('.');
    if (parts.length > 4)
        return result_err('it has more than four parts');
    const numbers = [];
    for (const part of parts) {
        if (!PART.test(part))
            return result_err(part === '' ? 'a part between the dots is empty' : `"${part}" is not a number`);
        const number = Number(part);
        if (number > MAX_PART)
            return result_err(`"${part}" is greater than ${MAX_PART}`);
        numbers.push(number);
    }
    const [major = 0, minor = 0, patch = 0, revision = 0] = numbers;
    return result_ok({ major, minor, patch, revision, labels, original });
}
/**
 * NuGet's normalised text: `1.0` becomes `1.0.0`, a fourth part of zero and the metadata are dropped, the labels' letter
 * case stays. File names, URLs and identities use it; two versions are equal iff these texts are, letter case aside.
 */
function nuget_version_normalise(version) {
    const { major, minor, patch, revision, labels } = version;
    const core = revision === 0 ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch}.${revision}`;
    return labels.length === 0 ? core : `${core}-${labels.join('.')}`;
}
/** The normalised text in lower case, as every URL of the NuGet protocols wants it. */
function nuget_version_urlVersion(version) {
    return nuget_version_normalise(version).toLowerCase();
}
function nuget_version_isPrerelease(version) {
    return version.labels.length > 0;
}
/** Negative, zero or positive as `a` comes before, with or after `b`. A total order; metadata and letter case do not count. */
function nuget_version_compareVersions(a, b) {
    return nuget_version_compareNumbers(a, b) || compareLabels(a.labels, b.labels);
}
/** Compares the four numbers alone. */
function nuget_version_compareNumbers(a, b) {
    return a.major - b.major || a.minor - b.minor || a.patch - b.patch || a.revision - b.revision;
}
function equalVersions(a, b) {
    return nuget_version_compareVersions(a, b) === 0;
}
function compareLabels(a, b) {
    if (a.length === 0 || b.length === 0)
        return b.length - a.length;
    for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
        const order = compareLabel(a[index] ?? '', b[index] ?? '');
        if (order !== 0)
            return order;
    }
    return a.length - b.length;
}
function compareLabel(a, b) {
    const x = labelNumber(a);
    const y = labelNumber(b);
    if (x !== undefined && y !== undefined)
        return x - y;
    if (x !== undefined)
        return -1;
    if (y !== undefined)
        return 1;
    const [left, right] = [a.toLowerCase(), b.toLowerCase()];
    return left < right ? -1 : left > right ? 1 : 0;
}
/** The number that a label stands for; undefined for text, and for digits beyond 32 bits, which NuGet compares as text. */
function labelNumber(label) {
    if (!PART.test(label))
        return undefined;
    const number = Number(label);
    return number > MAX_PART ? undefined : number;
}

;// CONCATENATED MODULE: ./lib/package/content-digest.js

/**
 * A digest over a module's own files, the same however they were packed: order, compression, percent-encoding,
 * signature and the parts that the packer adds do not count. The idea and the form are Go's `h1:`
 * (golang.org/x/mod/sumdb/dirhash).
 *
 * @param files the files of a package, not its folders, by the names of the zip; no two of them with the same decoded path
 */
function contentDigest(files) {
    const own = [];
    for (const { path, sha256Hex } of files) {
        const decoded = decodedPath(path);
        if (!isPackagingPart(decoded))
            own.push({ path: decoded, sha256Hex });
    }
    return digestOfFiles(own);
}
/**
 * The same over a module's files as they are written: what `contentDigest` gives for the package they come from.
 *
 * @param files by their paths relative to the module's folder, with forward slashes
 */
function digestOfFiles(files) {
    const lines = [...files].map(({ path, sha256Hex }) => ({ path: Buffer.from(path), line: `${sha256Hex}  ${path}\n` }));
    lines.sort((a, b) => Buffer.compare(a.path, b.path));
    const hash = (0,external_node_crypto_namespaceObject.createHash)('sha256');
    for (const { line } of lines)
        hash.update(line);
    return `h1:${hash.digest('base64')}`;
}
const PACKAGING_PART = /^(?:_rels\/\.rels|\[content_types\]\.xml|package\/services\/metadata\/core-properties\/[^/]*\.psmdcp|[^/]*\.nuspec|\.signature\.p7s)$/i;
/** Whether a file, named by its decoded path, belongs to the packing and not to the module. */
function isPackagingPart(path) {
    return PACKAGING_PART.test(path);
}
/** One percent-encoded character of well-formed UTF-8, up to what `decodeURIComponent` finds overlong. */
const ENCODED_CHARACTER = /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-4](?:%[89ab][0-9a-f]){3}/gi;
/**
 * The path that a client writes for the name of a zip entry: percent-decoded once, `\` made `/`. Packers that use OPC
 * encode names as URIs, others do not; so what is no encoded character stays as it is, `+` too.
 */
function decodedPath(path) {
    const decoded = path.includes('%') ? path.replace(ENCODED_CHARACTER, decodeCharacter) : path;
    return decoded.replaceAll('\\', '/');
}
function decodeCharacter(encoded) {
    try {
        return decodeURIComponent(encoded);
    }
    catch (error) {
        if (error instanceof URIError)
            return encoded;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/version/version-range.js



const ANY_VERSION = { prerelease: false, labelPrefixes: [] };
function exactly(version) {
    return between({ version, inclusive: true }, { version, inclusive: true });
}
function between(min, max) {
    return {
        ...(min && { min }),
        ...(max && { max }),
        prerelease: [min, max].some(bound => bound !== undefined && nuget_version_isPrerelease(bound.version)),
        labelPrefixes: [],
    };
}
const BRACKETS = /^([[(])(.*)([\])])$/;
/**
 * Reads a range in NuGet's grammar: `1.0` (a minimum), `[1.0]`, `[1.0,2.0)`, `(,1.0]`, `( , )`, and the floats `*`, `1.*`,
 * `1.0.0-*`, `1.0.0-beta*`, `1.*-*`, alone or as the minimum of an interval. The error completes "`x` is not a version range: …".
 *
 * What a bare version means in another file format is that format's business: see the readers in `requirements/`.
 */
function parseRange(text) {
    const trimmed = text.trim();
    if (trimmed === '')
        return result_err('it is empty');
    const bracketed = BRACKETS.exec(trimmed);
    if (!bracketed) {
        if (/[[\](),]/.test(trimmed))
            return result_err('its brackets do not match');
        return parseMinimum(trimmed, true);
    }
    const [, open, inside = '', close] = bracketed;
    // NuGet refuses these two although it takes `( , )`; a slip that says nothing is better pointed out than read as "all".
    if (inside === '' || inside === ',')
        return result_err('it names no version; write "( , )" or "*" for any');
    const ends = inside.split(',');
    if (ends.length > 2)
        return result_err('it has more than two ends');
    if (ends.length === 1) {
        if (open !== '[' || close !== ']')
            return result_err(`one version stands in square brackets: "[${excerpt(inside.trim())}]"`);
        const version = nuget_version_parseVersion(inside);
        return version.ok ? result_ok(exactly(version.value)) : result_err(version.error);
    }
    const [minText, maxText] = ends.map(end => end.trim());
    let range = ANY_VERSION;
    if (minText) {
        const min = parseMinimum(minText, open === '[');
        if (!min.ok)
            return min;
        range = min.value;
    }
    if (!maxText)
        return result_ok(range);
    const max = nuget_version_parseVersion(maxText);
    if (!max.ok)
        return result_err(max.error);
    return withMaximum(range, { version: max.value, inclusive: close === ']' });
}
function withMaximum(range, max) {
    const order = range.min ? nuget_version_compareVersions(range.min.version, max.version) : -1;
    if (order > 0)
        return result_err('its lower end is above its upper end');
    if (order === 0 && !(range.min?.inclusive && max.inclusive)) {
        return result_err('it holds no version; write "[1.0]" for exactly one');
    }
    const narrowed = intersect(range, between(undefined, max));
    if (!narrowed)
        return result_err('it holds no version');
    if (range.float === undefined)
        return result_ok(narrowed);
    // An upper end above the float's own says nothing, its label included.
    const prerelease = range.prerelease || (narrowed.max !== undefined && nuget_version_isPrerelease(narrowed.max.version));
    return result_ok({ ...narrowed, prerelease, float: range.float });
}
function parseMinimum(text, inclusive) {
    if (text.includes('*')) {
        return inclusive
            ? parseFloating(text)
            : result_err('a floating lower end stands behind "[": there is no version to leave out');
    }
    const version = nuget_version_parseVersion(text);
    return version.ok ? result_ok(between({ version: version.value, inclusive }, undefined)) : result_err(version.error);
}
const FLOAT = /^(?<numbers>[0-9]+(?:\.[0-9]+)*)?(?<star>\.?\*)?(?:-(?<prefix>[0-9A-Za-z.-]*)\*)?$/;
/** `1.*` is every stable 1.x; `1.0.0-beta*` is 1.0.0 and its prereleases that begin with "beta"; `1.*-*` is every 1.x. */
function parseFloating(text) {
    const groups = FLOAT.exec(text)?.groups;
    const numbers = groups?.numbers;
    const star = groups?.star;
    const prefix = groups?.prefix;
    const wellPlaced = numbers === undefined ? star === '*' : star === '.*' || (star === undefined && prefix !== undefined);
    if (!wellPlaced)
        return result_err('a "*" stands alone, after a dot, or at the end of a prerelease label');
    const parts = numbers?.split('.') ?? [];
    if (parts.length > 4 || (star !== undefined && parts.length > 3))
        return result_err('it has more than four parts');
    const labels = prefix === undefined ? '' : `-${lowestLabel(prefix)}`;
    const min = nuget_version_parseVersion(`${parts.join('.') || '0'}${labels}`);
    if (!min.ok)
        return result_err(min.error);
    const bounds = between({ version: min.value, inclusive: true }, upperEnd(min.value, parts.length, star !== undefined));
    const range = { ...bounds, prerelease: prefix !== undefined, float: text };
    return result_ok(prefix ? { ...range, labelPrefixes: [prefix.toLowerCase()] } : range);
}
/** The least label that begins with `prefix`: `0` for none, `beta.0` for `beta.`. */
function lowestLabel(prefix) {
    return prefix === '' || prefix.endsWith('.') ? `${prefix}0` : prefix;
}
function upperEnd(min, writtenParts, starred) {
    const { major, minor, patch, revision } = min;
    const next = (a, b, c, d) => ({
        version: {
            major: a,
            minor: b,
            patch: c,
            revision: d,
            labels: [],
            original: d === 0 ? `${a}.${b}.${c}` : `${a}.${b}.${c}.${d}`,
        },
        inclusive: !starred,
    });
    if (!starred)
        return next(major, minor, patch, revision);
    if (writtenParts === 0)
        return undefined;
    if (writtenParts === 1)
        return next(major + 1, 0, 0, 0);
    if (writtenParts === 2)
        return next(major, minor + 1, 0, 0);
    return next(major, minor, patch + 1, 0);
}
/** What lies in both, or undefined if nothing can. */
function intersect(a, b) {
    const min = tighter(a.min, b.min, 1);
    const max = tighter(a.max, b.max, -1);
    if (min && max) {
        const order = nuget_version_compareVersions(min.version, max.version);
        if (order > 0 || (order === 0 && !(min.inclusive && max.inclusive)))
            return undefined;
    }
    return {
        ...(min && { min }),
        ...(max && { max }),
        prerelease: a.prerelease || b.prerelease,
        labelPrefixes: [...new Set([...a.labelPrefixes, ...b.labelPrefixes])],
    };
}
/** The one of two ends that lets fewer versions in; `direction` is 1 for lower ends and -1 for upper ends. */
function tighter(a, b, direction) {
    if (!a || !b)
        return a ?? b;
    const order = nuget_version_compareVersions(a.version, b.version) * direction;
    if (order === 0)
        return a.inclusive ? b : a;
    return order > 0 ? a : b;
}
/** Whether the version lies between the ends, by the order of versions alone (NuGet's `VersionRange.Satisfies`). */
function contains(range, version) {
    if (range.min) {
        const order = compareVersions(version, range.min.version);
        if (order < 0 || (order === 0 && !range.min.inclusive))
            return false;
    }
    if (range.max) {
        const order = compareVersions(version, range.max.version);
        if (order > 0 || (order === 0 && !range.max.inclusive))
            return false;
    }
    const release = version.labels.join('.').toLowerCase();
    return release === '' || range.labelPrefixes.every(prefix => release.startsWith(prefix));
}
/**
 * Whether the version may be chosen for the range: it lies in it, is stable unless prereleases are asked for, and is no
 * prerelease of an upper end that is itself excluded. Nobody who writes `[1.0,2.0)` wants 2.0.0-beta, though by order it
 * lies below 2.0.0. Naming a prerelease of the upper end as the lower one (`(0.0.2-alpha,0.0.2)`) asks for them.
 */
function admits(range, version, options) {
    if (!contains(range, version))
        return false;
    if (!isPrerelease(version))
        return true;
    if (!options.prerelease && !range.prerelease)
        return false;
    const { min, max } = range;
    if (!max || max.inclusive || isPrerelease(max.version) || compareNumbers(version, max.version) !== 0)
        return true;
    return min !== undefined && isPrerelease(min.version) && compareNumbers(min.version, max.version) === 0;
}
/** The one version that the range can be, if it is a pin. */
function pinnedVersion(range) {
    const { min, max } = range;
    if (!min?.inclusive || !max?.inclusive || !equalVersions(min.version, max.version))
        return undefined;
    return min.version;
}
/** Normalised text that `parseRange` reads back: `[1.0.0, 2.0.0)`, `[1.0.0]`, `[1.0.0, )`, `(, 1.0.0]`, `( , )`, `1.*`. */
function formatRange(range) {
    const { min, max, float } = range;
    if (float !== undefined)
        return formatFloating(float, max);
    if (!min && !max)
        return '( , )';
    const pin = pinnedVersion(range);
    if (pin)
        return `[${nuget_version_normalise(pin)}]`;
    const lower = min ? `${min.inclusive ? '[' : '('}${nuget_version_normalise(min.version)}` : '(';
    const upper = max ? `${nuget_version_normalise(max.version)}${max.inclusive ? ']' : ')'}` : ')';
    return `${lower}, ${upper}`;
}
/** A float says its own upper end; one that was written beside it and lies below is said too. */
function formatFloating(float, max) {
    const alone = parseFloating(float);
    const own = alone.ok ? alone.value.max : undefined;
    const same = max === own || (max && own && max.inclusive === own.inclusive && equalVersions(max.version, own.version));
    return same || !max ? float : `[${float}, ${nuget_version_normalise(max.version)}${max.inclusive ? ']' : ')'}`;
}
/** The range as a person says it: `exactly 1.2.3`, `1.2.3 or newer`, `older than 2.0.0`, `any version`, else the interval. */
function describeRange(range) {
    const pin = pinnedVersion(range);
    if (pin)
        return `exactly ${normalise(pin)}`;
    if (range.float !== undefined)
        return formatRange(range);
    const { min, max } = range;
    if (min && max)
        return formatRange(range);
    if (min)
        return min.inclusive ? `${normalise(min.version)} or newer` : `newer than ${normalise(min.version)}`;
    if (max)
        return max.inclusive ? `${normalise(max.version)} or older` : `older than ${normalise(max.version)}`;
    return 'any version';
}

;// CONCATENATED MODULE: ./lib/package/identity.js

/** NuGet's limit (`PackageIdValidator.MaxPackageIdLength`). */
const MAX_ID_LENGTH = 100;
/**
 * NuGet's rule (`PackageIdValidator`), whose `\w` is narrowed to ASCII: an id becomes a file name and part of a URL.
 */
const ID = /^[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*$/;
/** Windows opens a device for these names, with any extension too. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
/** Whether a text can be a package id, and so be put into a path or a URL as it is. */
function validId(id) {
    return id.length <= MAX_ID_LENGTH && ID.test(id) && !DEVICE.test(id);
}
/** Equal for equal identities and only for them: `pester/5.7.1`. */
function identityKey(identity) {
    return `${identity.id.toLowerCase()}/${urlVersion(identity.version)}`;
}
/** The name that every client looks for in a local repository: `Pester.5.7.1.nupkg`. */
function fileName(identity) {
    return `${identity.id}.${normalise(identity.version)}.nupkg`;
}
/** For people: `Pester 5.7.1`. */
function formatIdentity(identity) {
    return `${identity.id} ${nuget_version_normalise(identity.version)}`;
}

;// CONCATENATED MODULE: ./lib/package/dependency.js



/**
 * A dependency from an id and a range in NuGet's grammar, in which a bare `1.0` is a minimum and an empty range is any
 * version. The error completes "sent something else: …".
 */
function parseDependency(id, range) {
    const name = id.trim();
    if (!validId(name))
        return result_err(`a dependency on ${JSON.stringify(name.slice(0, 80))}, which is no package id`);
    if (range.trim() === '')
        return result_ok({ id: name, range: ANY_VERSION });
    const parsed = parseRange(range);
    if (parsed.ok)
        return result_ok({ id: name, range: parsed.value });
    return result_err(`a dependency on ${name} at ${JSON.stringify(range.slice(0, 80))}, which is no version range: ${parsed.error}`);
}
/**
 * The package with the most dependencies of the Gallery has a hundred. Each one is asked for, and all ranges of a name are held
 * against each other: 40,000 of them, which fit into 100 KB, take minutes.
 */
const MAX_DEPENDENCIES = 1000;
/** Of as many dependencies for ten frameworks. */
const MAX_SEGMENTS = 10 * MAX_DEPENDENCIES;
/**
 * Reads the `d:Dependencies` of a v2 feed: `Id:Range:Framework` joined by `|`; the framework, or range and framework,
 * may be missing, a segment without id is a framework that needs nothing, and Nexus writes `null` for none. The error
 * completes "sent something else: …".
 */
function parseFeedDependencies(text) {
    const segments = text.split('|', MAX_SEGMENTS + 1);
    if (segments.length > MAX_SEGMENTS)
        return err(TOO_MANY);
    const dependencies = [];
    for (const segment of segments) {
        const [id = '', range = ''] = segment.split(':');
        if (id.trim() === '' || segment.trim() === 'null')
            continue;
        const dependency = parseDependency(id, range);
        if (!dependency.ok)
            return dependency;
        dependencies.push(dependency.value);
    }
    return distinctFew(dependencies);
}
const TOO_MANY = `more than ${MAX_DEPENDENCIES} dependencies of one package`;
/** The same as `distinct`, refused where they are more than any package has. The error completes "sent something else: …". */
function distinctFew(dependencies) {
    const once = distinct(dependencies);
    return once.length > MAX_DEPENDENCIES ? result_err(TOO_MANY) : result_ok(once);
}
/** Each dependency once, in the order of their first appearance: a package says the same one for several frameworks. */
function distinct(dependencies) {
    const keyed = dependencies.map(each => [`${each.id.toLowerCase()} ${formatRange(each.range)}`, each]);
    const seen = new Set();
    return keyed.filter(([key]) => !seen.has(key) && seen.add(key)).map(([, each]) => each);
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./lib/package/expand.js



/** For everybody to read, as far as the umask lets them; what the zip marks executable stays so. */
const FILE_MODE = 0o644;
const EXECUTABLE_MODE = 0o755;
/**
 * Expands into `root`, which must not exist yet. Names are percent-decoded, as clients write them; the rules of the zip have
 * made sure that none leaves the folder and no two are one. Errors of the file system are thrown as they are.
 *
 * It writes synchronously: creating thousands of small files is what takes the time, and a promise for each doubles it.
 */
function createExpander(root) {
    (0,external_node_fs_namespaceObject.mkdirSync)(root);
    const made = new Set(['.']);
    // One by one: asked for all of them, `mkdir` of Node says ENOENT of a used up quota and of a disk that may only be read.
    const makeFolders = (folder) => {
        if (made.has(folder))
            return;
        makeFolders(external_node_path_namespaceObject.posix.dirname(folder));
        makeFolder(external_node_path_namespaceObject.join(root, folder));
        made.add(folder);
    };
    return {
        makeFolder: entry => {
            const folder = decodedPath(entry.path).slice(0, -1);
            if (!isPackagingFolder(folder))
                makeFolders(folder);
        },
        begin: entry => {
            const file = decodedPath(entry.path);
            if (isPackagingPart(file))
                return undefined;
            makeFolders(external_node_path_namespaceObject.posix.dirname(file));
            const descriptor = (0,external_node_fs_namespaceObject.openSync)(external_node_path_namespaceObject.join(root, file), 'wx', entry.executable ? EXECUTABLE_MODE : FILE_MODE);
            return {
                write: piece => {
                    for (let done = 0; done < piece.length;)
                        done += (0,external_node_fs_namespaceObject.writeSync)(descriptor, piece, done);
                },
                close: () => (0,external_node_fs_namespaceObject.closeSync)(descriptor),
            };
        },
    };
}
/** One that is there was made under a name in other letter case. */
function makeFolder(folder) {
    try {
        (0,external_node_fs_namespaceObject.mkdirSync)(folder);
    }
    catch (error) {
        if (error.code !== 'EEXIST')
            throw error;
    }
}
/** A folder that packers list for their own parts. */
function isPackagingFolder(folder) {
    return /^(?:_rels|package(?:\/services(?:\/metadata(?:\/core-properties)?)?)?)$/i.test(folder);
}

;// CONCATENATED MODULE: ./lib/version/system-version.js

/** What such a version looks like. */
const SYSTEM_VERSION = /^[0-9]+(?:\.[0-9]+){1,3}$/;
/**
 * A `System.Version` in the text that .NET writes, without leading zeros: PowerShell compares a ModuleVersion with the
 * version that a folder's name stands for, and looks for that folder under this text. `1.0` and `1.0.0` are not equal.
 *
 * Undefined for what .NET refuses, and for signs and blanks between the numbers (`+1. 0`), which it takes and nobody writes.
 */
function systemVersion(text) {
    const trimmed = text.trim();
    const parsed = nuget_version_parseVersion(trimmed);
    if (!SYSTEM_VERSION.test(trimmed) || !parsed.ok)
        return undefined;
    return trimmed.split('.').map(Number).join('.');
}
/** .NET's order of two such texts: of `1.0` and `1.0.0` the longer one is the higher. */
function compareSystemVersions(a, b) {
    const [left, right] = [parseVersion(a), parseVersion(b)];
    const numbers = left.ok && right.ok ? compareNumbers(left.value, right.value) : 0;
    return numbers || a.split('.').length - b.split('.').length;
}

;// CONCATENATED MODULE: ./lib/package/module-folder.js


/**
 * The folder in which PowerShell finds a module. It must have the letter case of the module's own `.psd1` and the text of its
 * ModuleVersion, neither normalised nor from the nuspec: a module of version `1.0` is not found in `1.0.0`, nor one of
 * `1.2.3.0` in `1.2.3`; only leading zeros go. Where no ModuleVersion can be read, the numbers of the package's version. A
 * module without a manifest is found as `Name/Name.psm1` alone, and has no version (all seen with PowerShell 7.6.5).
 *
 * @param file the name of the `.psd1` in the root; undefined without one
 * @param rootModule the base name of the `.psm1` in the root, which counts where there is no manifest
 */
function moduleFolder({ id, version }, file, moduleVersion, rootModule) {
    if (file === undefined)
        return { name: rootModule ?? id, version: undefined, isStated: false };
    const own = moduleVersion === undefined ? undefined : systemVersion(moduleVersion);
    return {
        name: file.slice(0, -'.psd1'.length),
        version: own ?? nuget_version_normalise({ ...version, labels: [] }),
        isStated: own !== undefined,
    };
}
/** `Pester/5.7.1`: the folder as a relative path, with forward slashes. */
function modulePathOf({ name, version }) {
    return version === undefined ? name : `${name}/${version}`;
}

;// CONCATENATED MODULE: ./lib/psd1/cast.js
/** A piece of a type literal up to the next square bracket. Types never hold quotes or other brackets. */
const PIECE = /[^[\]\r\n'"(){}#;@$]*[[\]]/y;
/** Passes a type literal (`[int]`, `[System.Collections.Generic.List[string]]`); undefined if none stands here. */
function readType(cursor) {
    const start = cursor.at;
    let depth = 1;
    cursor.at += 1;
    while (depth > 0 && cursor.skip(PIECE))
        depth += cursor.text.charAt(cursor.at - 1) === '[' ? 1 : -1;
    const name = cursor.text.slice(start + 1, cursor.at - 1).trim();
    if (depth === 0 && /^[\p{L}_]/u.test(name))
        return name;
    cursor.at = start;
    return undefined;
}
const signed = (bits) => ({ least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n });
const unsigned = (bits) => ({ least: 0n, most: 2n ** bits - 1n });
/** The integer types that PowerShell takes casts to in a data file, under each of their names. */
const INTEGERS = new Map([
    ...['sbyte'].map(name => [name, signed(8n)]),
    ...['byte'].map(name => [name, unsigned(8n)]),
    ...['short', 'int16'].map(name => [name, signed(16n)]),
    ...['ushort', 'uint16'].map(name => [name, unsigned(16n)]),
    ...['int', 'int32'].map(name => [name, signed(32n)]),
    ...['uint', 'uint32'].map(name => [name, unsigned(32n)]),
    ...['long', 'int64'].map(name => [name, signed(64n)]),
    ...['ulong', 'uint64'].map(name => [name, unsigned(64n)]),
]);
/** Eighteen digits fit every type but the small ones, and no text of them is rounded on its way. */
const PLAIN_INTEGER = /^[+-]?[0-9]{1,18}$/;
/**
 * `[int]'5'` is 5, `[bool]1` is true; undefined for every cast whose outcome takes more than that to tell, and for those that
 * PowerShell refuses in a data file (`[version]`, `[string]`).
 */
function castConstant(type, operand, at) {
    const name = type.toLowerCase().replace(/^system\./, '');
    if (name === 'bool' || name === 'boolean')
        return castToBoolean(operand, at);
    const range = INTEGERS.get(name);
    const value = integerOf(operand);
    if (range === undefined || value === undefined || value < range.least || value > range.most)
        return undefined;
    return { kind: 'number', value: Number(value), text: String(value), at };
}
/** Any text but the empty one is true, `'false'` too. */
function castToBoolean(operand, at) {
    switch (operand.kind) {
        case 'string':
            return { kind: 'boolean', value: operand.value !== '', at };
        case 'number':
            return { kind: 'boolean', value: operand.value !== 0, at };
        case 'boolean':
            return { ...operand, at };
        case 'null':
            return { kind: 'boolean', value: false, at };
        default:
            return undefined;
    }
}
function integerOf(operand) {
    if (operand.kind === 'string' && PLAIN_INTEGER.test(operand.value))
        return BigInt(operand.value.replace('+', ''));
    if (operand.kind === 'number' && Number.isSafeInteger(operand.value))
        return BigInt(operand.value);
    return undefined;
}

;// CONCATENATED MODULE: ./lib/psd1/cursor.js
/**
 * The characters of PowerShell: what counts as blank, line end, quote, dash and name. Rules: PowerShell's `CharTraits.cs`
 * and `tokenizer.cs`. It takes typographic quotes and dashes for the plain ones, since texts are pasted from web pages.
 */
const SINGLE_QUOTES = "'\u2018-\u201b";
const DOUBLE_QUOTES = '"\u201c-\u201e';
const DASHES = '\\-\u2013-\u2015';
/** .NET's separators (Zs, Zl, Zp) count as blanks, U+2028 and U+2029 included; a line ends with CR, LF or both alone. */
const BLANKS = '\\t\\v\\f \\u0085\\p{Z}';
/** A simple name: what a key may be without quotes. PowerShell looks at UTF-16 units, so no letter beyond 0xFFFF is one to it. */
const NAME = /[[\p{L}_]&&[\0-\uffff]][[\p{L}\p{Nd}_]&&[\0-\uffff]]*/vy;
/** A name with an equals sign behind it: an entry of a table begins. */
const ENTRY_START = new RegExp(`${NAME.source}[ \\t]*=`, 'vy');
const BLANK_RUN = new RegExp(`[${BLANKS}]+`, 'uy');
const LINE_END = /\r\n|[\r\n]/y;
const LINE_COMMENT = /#[^\r\n]*/y;
/** A backtick joins the next line only if it is the last character; before a blank it counts as one itself. */
const JOINT = new RegExp(`\`(?:\\r\\n|[\\r\\n${BLANKS}])`, 'uy');
/** A reading position in a text. Every token begins where `skipBlanks` or `skipLines` stopped. */
class Cursor {
    text;
    at = 0;
    /** Where a block comment begins that never ends; everything behind it is comment. */
    unclosedComment;
    constructor(text) {
        this.text = text;
    }
    isDone() {
        return this.at >= this.text.length;
    }
    /** The character here, or the empty string at the end. */
    peek() {
        return this.text.charAt(this.at);
    }
    startsWith(token) {
        return this.text.startsWith(token, this.at);
    }
    /** The text that a sticky expression matches here; the cursor stays. */
    match(sticky) {
        sticky.lastIndex = this.at;
        return sticky.exec(this.text) ?? undefined;
    }
    /** Passes what a sticky expression matches here; false where it does not match. */
    skip(sticky) {
        sticky.lastIndex = this.at;
        if (!sticky.test(this.text))
            return false;
        this.at = sticky.lastIndex;
        return true;
    }
    /** Passes blanks, comments and joined line ends, up to a token or the end of the line. */
    skipBlanks() {
        while (this.skip(BLANK_RUN) || this.skip(LINE_COMMENT) || this.#skipBlockComment() || this.skip(JOINT))
            ;
    }
    /** Passes line ends as well. */
    skipLines() {
        do
            this.skipBlanks();
        while (this.skip(LINE_END));
    }
    /** Passes what stands between two statements: line ends and semicolons. */
    skipSeparators() {
        for (;;) {
            this.skipLines();
            if (this.peek() !== ';')
                return;
            this.at += 1;
        }
    }
    isAtLineEnd() {
        return this.peek() === '\n' || this.peek() === '\r';
    }
    /** Whether nothing more of a statement can stand here. */
    isAtStatementEnd() {
        return this.isDone() || this.isAtLineEnd() || ';)}'.includes(this.peek());
    }
    #skipBlockComment() {
        if (!this.startsWith('<#'))
            return false;
        const end = this.text.indexOf('#>', this.at + 2);
        if (end === -1)
            this.unclosedComment = this.at;
        this.at = end === -1 ? this.text.length : end + 2;
        return true;
    }
}
/** Where a global expression matches first from `from` on, or -1. */
function cursor_searchFrom(text, global, from) {
    global.lastIndex = from;
    return global.exec(text)?.index ?? -1;
}

;// CONCATENATED MODULE: ./lib/psd1/fault.js




function fault_syntaxFault(at, what, hint) {
    return result_err({ code: 'PSD1_SYNTAX', at, what, hint });
}
/** The user's own words in a message, but not at any length. */
function shown(words) {
    return excerpt(words, 60);
}
function problemOf(document, fault) {
    const { code, at, what, hint, other } = fault;
    const problem = { code, sentence: `${document.file} cannot be read: ${what}.`, hint };
    if (other === undefined)
        return problemAt(document, at, problem);
    const { line, column } = placeAt(document.text, other.at, document.file);
    return problemAt(document, at, { ...problem, details: [`${other.label}: line ${line}, column ${column}`] });
}

;// CONCATENATED MODULE: ./lib/psd1/command.js



/** The first word of a command; dots, slashes, stars and the like are part of it. */
const WORD = /(?:[\p{L}_\\/~*%?^:]|\.(?!\d))[^\s'"\u2018-\u201e`(){};,|&#]*|&/uy;
const KEYWORD = new RegExp(`^(?:${[
    'if|switch|foreach|for|while|do|try|trap|function|filter|workflow|configuration|class|enum|data|param|begin|process',
    'end|using|return|throw|exit|break|continue|parallel|sequence|inlinescript',
].join('|')})$`, 'i');
/** `Verb-Noun`, a call even if it stands alone. */
const CMDLET = /^\p{L}+-\p{L}[\p{L}\p{Nd}]*$/u;
/**
 * The command that a statement begins with, or undefined if it begins with something else. The cursor stays.
 *
 * One word alone is an error rather than a call: in a data file it is text without its quotes. Only in round brackets, where
 * nobody puts mere text, it is taken for a call.
 */
function recogniseCommand(cursor, surroundings) {
    const start = cursor.at;
    const word = cursor.match(WORD)?.[0];
    if (word === undefined)
        return result_ok(undefined);
    if (KEYWORD.test(word))
        return result_ok({ form: 'keyword', why: `it runs the statement "${word}"` });
    if (cursor.match(ENTRY_START)) {
        if (surroundings === 'array')
            return entryInArray(start);
        if (surroundings === 'table')
            return missingValue(start);
    }
    cursor.at += word.length;
    cursor.skipBlanks();
    const alone = cursor.isAtStatementEnd() || cursor.peek() === ',';
    cursor.at = start;
    if (alone && surroundings !== 'brackets' && !CMDLET.test(word))
        return bareWord(start, word);
    return result_ok({
        form: 'command',
        why: /^[&.]$/.test(word) ? 'it calls a command' : `it calls the command ${shown(word)}`,
    });
}
/** A name and "=" where the value of the entry before should be. */
function missingValue(at) {
    const hint = `Write the value of the entry before behind its "="; '' is the empty text.`;
    return fault_syntaxFault(at, 'a value is missing before this entry', hint);
}
function entryInArray(at) {
    const hint = 'Write a table as @{ … }; @( … ) holds values without names.';
    return fault_syntaxFault(at, 'an entry stands in an array', hint);
}
/** What a literal of other languages is in PowerShell. */
const CONSTANTS = { true: '$true', false: '$false', null: '$null', none: '$null' };
/** The fault of text that stands without quotes where a value should be. */
function bareWord(at, word) {
    const constant = CONSTANTS[word.toLowerCase()];
    const hint = constant === undefined ? `Put it in quotes: '${shown(word)}'` : `Write it as ${constant}`;
    return fault_syntaxFault(at, `${shown(word)} is neither text in quotes nor a number`, hint);
}
/** Versions and ranges that begin like a number or a type but are none: `5.7.1`, `2.*`, `1.0-beta`, `>=1.0`, `[1.0,2.0)`. */
const VERSION = /\d+(?:\.\d+){2,}[\w.*+-]*|\d+(?:\.\d+)*(?:\.\*|-\p{L}[\w.]*)|[<>]=?\s*\d[\w.*+-]*|\[(?=[ ,]*\d)[\w .,*+-]+[\])]/uy;
/** The fault of a version that stands without quotes; undefined if there is none here. */
function bareVersion(cursor) {
    const version = cursor.match(VERSION)?.[0];
    if (version === undefined)
        return undefined;
    return fault_syntaxFault(cursor.at, `${shown(version)} needs quotes`, `Write it as '${shown(version)}'`);
}

;// CONCATENATED MODULE: ./lib/psd1/foreign-file.js
const AS_TABLE = "A data file holds one table: @{ Pester = @{ version = '5.7.1' } }";
const SCRIPT = 'it is a script, and a data file is read without running anything';
/** The files that are taken for data files by mistake, the more particular signs first. */
const SIGNS = [
    {
        begins: /\{\s*["}]|\[\s*(?:["{\][]|-?\d+\s*[,\]])/y,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds JSON, not PowerShell data',
        hint: 'Give the file a name that ends in .json.',
    },
    {
        begins: /\{/y,
        code: 'PSD1_SYNTAX',
        what: 'it begins with "{", which is a script block in PowerShell',
        hint: 'A table begins with @{',
    },
    {
        begins: /<(?:!doctype html|html|head|body)/iy,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds an HTML page, perhaps the error or login page of a site that it was downloaded from',
        hint: 'Fetch the file again and look at its beginning.',
    },
    {
        begins: /<[?!a-z]/iy,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds XML, not PowerShell data',
        hint: AS_TABLE,
    },
    {
        begins: /---|%YAML|- \S|(?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*:|[\p{L}_][\p{L}\p{Nd}_.-]*[ \t]*:(?![:\\/])/uy,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds YAML, not PowerShell data',
        hint: AS_TABLE,
    },
    {
        begins: /[\p{L}_][\p{L}\p{Nd}_.-]*[ \t]*=/uy,
        code: 'PSD1_SYNTAX',
        what: 'its entries stand outside a table',
        hint: 'Put @{ before the first entry and } behind the last.',
    },
    {
        begins: /return\s*@[{(]/iy,
        code: 'PSD1_NOT_DATA',
        what: SCRIPT,
        hint: 'Remove "return": the table alone is the value of the file.',
    },
    {
        begins: /\[ordered\]\s*@\{/iy,
        code: 'PSD1_NOT_DATA',
        what: '[ordered] makes its table an expression, which PowerShell does not allow in a data file',
        hint: 'Remove [ordered].',
    },
    {
        begins: /[\p{L}_&]|\.(?!\d)|\$(?!(?:true|false|null)(?![\p{L}\p{Nd}_]))|\[[\p{L}_]/iuy,
        code: 'PSD1_NOT_DATA',
        what: SCRIPT,
        hint: AS_TABLE,
    },
];
/** Recognises by its beginning a file that is no data file at all. */
function recogniseForeignFile(cursor) {
    const sign = SIGNS.find(({ begins }) => cursor.match(begins) !== undefined);
    return sign && { code: sign.code, at: cursor.at, what: sign.what, hint: sign.hint };
}

;// CONCATENATED MODULE: ./lib/psd1/mend.js



/** A value was read, and what follows neither ends its statement nor goes on with it. */
function afterValue(cursor, value, surroundings) {
    const { at, text } = cursor;
    const char = cursor.peek();
    const last = (value.kind === 'array' ? value.items.at(-1) : undefined) ?? value;
    const goesOverLines = last.kind === 'string' && /[\r\n]/.test(last.value) && text.charAt(last.at) !== '@';
    if (goesOverLines)
        return unclosedString(last.at);
    if (char === ']') {
        return fault_syntaxFault(at, 'this ] closes nothing', 'Write an array as @( … ); a range of versions needs quotes.');
    }
    if (char === ')' || char === '}') {
        return fault_syntaxFault(at, `this ${char} closes nothing`, 'Remove it, or look above for one too many.');
    }
    switch (surroundings) {
        case 'table':
            if (char === '=')
                return missingValue(value.at);
            return fault_syntaxFault(at, 'two entries of a table are not separated', 'Begin a new line here, or put ; before it.');
        case 'array':
            if (char === '=')
                return entryInArray(at);
            return fault_syntaxFault(at, 'two items of an array are not separated', 'Put a comma before it, or begin a new line.');
        case 'brackets':
            return fault_syntaxFault(at, 'something follows the value in round brackets', 'Close them before it with )');
        case 'file':
            if (char === '=')
                return entriesOutsideTable(at);
            return fault_syntaxFault(at, 'something follows the value of the file', 'A data file holds one value; remove the rest.');
    }
}
/** A text that goes over line ends, and is not followed by what should follow, has lost its own closing quote. */
function unclosedString(at) {
    return fault_syntaxFault(at, 'the string that begins here is closed too late', 'Put the closing quote where the text ends.');
}
function entriesOutsideTable(at) {
    return fault_syntaxFault(at, 'its entries stand outside a table', 'Put @{ before the first entry and } behind the last.');
}
/** No value begins here, where one must. */
function noValue(cursor) {
    const { at } = cursor;
    const char = cursor.peek();
    const version = bareVersion(cursor);
    if (version)
        return version;
    if (char === '[')
        return fault_syntaxFault(at, 'an array in square brackets is not PowerShell', 'Write it as @( … )');
    const word = cursor.match(mend_WORD)?.[0];
    if (word !== undefined)
        return bareWord(at, word);
    return fault_syntaxFault(at, 'a value is missing here', "Write one; text stands in quotes, and '' is the empty text.");
}
const mend_WORD = /[^\s;,(){}'"\u2018-\u201e#`]+/y;
/** A comma with a name and "=" behind it. */
function commaBetweenEntries(at) {
    const hint = 'Put each entry on a line of its own, or ; between them.';
    return fault_syntaxFault(at, 'a comma stands between two entries of a table', hint);
}
function trailingComma(at) {
    return fault_syntaxFault(at, 'nothing follows this comma', 'Remove it, or add the item that is missing.');
}
function duplicateKey(key, at, firstAt) {
    const what = `${shown(key)} is stated twice in one table`;
    const hint = 'Keep one of the two; letter case makes no difference.';
    return result_err({ code: 'PSD1_DUPLICATE_KEY', at, what, hint, other: { at: firstAt, label: 'The other one is at' } });
}

;// CONCATENATED MODULE: ./lib/psd1/numbers.js

/** Sign, hexadecimal digits (none are 0), binary digits, or a decimal number, type suffix, multiplier (`tokenizer.cs`, `ScanNumberHelper`). */
const NUMBER = /(?<sign>[+\-\u2013-\u2015])?(?:0x(?<hex>[0-9a-f]*)|0b(?<binary>[01]*)|(?<decimal>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:e[+\-\u2013-\u2015]?[0-9]+)?))(?<suffix>u[lsy]?|[lsydn])?(?:(?<multiplier>[kmgtp])b)?/iy;
/** A number ends where another token can begin; `7z` is a word (`ForceStartNewToken`, `ForceStartNewTokenAfterNumber`). */
const NUMBER_END = new RegExp(`[${BLANKS}${DASHES}\\r\\n\\0&(),;{|}!#%*+./<=>\\]]|$`, 'uy');
/** Longer ones are beyond every type, and turning digits into a number takes more than linear time. */
const MAX_DIGITS = 200;
/** The greatest `decimal` of .NET, a little rounded down. How it turns greater integers into a double depends on its version. */
const MAX_DECIMAL = 7.9e28;
/** Digits that every `decimal` keeps. */
const DECIMAL_DIGITS = 28;
const MULTIPLIERS = {
    k: 2n ** 10n,
    m: 2n ** 20n,
    g: 2n ** 30n,
    t: 2n ** 40n,
    p: 2n ** 50n,
};
/** Bits of the integer types that a suffix asks for. */
const SUFFIX_BITS = { y: 8, s: 16, l: 64, uy: 8, us: 16, ul: 64, u: 64 };
/** The number that begins at `at`; undefined if none does. */
function readNumber(text, at) {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (!match?.groups)
        return undefined;
    NUMBER_END.lastIndex = NUMBER.lastIndex;
    if (!NUMBER_END.test(text))
        return undefined;
    const value = evaluate(match.groups);
    return { text: match[0], ...(value !== undefined && { value }) };
}
function evaluate(groups) {
    const { sign = '+', binary, hex, decimal = '' } = groups;
    const suffix = groups.suffix?.toLowerCase() ?? '';
    const factor = MULTIPLIERS[groups.multiplier?.toLowerCase() ?? ''] ?? 1n;
    if (binary === '' || (binary ?? hex ?? decimal).length > MAX_DIGITS)
        return undefined;
    if (/[.e]/i.test(decimal)) {
        const value = evaluateReal(decimal, suffix, Number(factor));
        return sign === '+' || value === undefined ? value : -value;
    }
    const digits = readDigits(groups, suffix);
    const value = (sign === '+' ? digits : -digits) * factor;
    return fits(value, suffix, decimal === '') ? Number(value) : undefined;
}
/** A suffix of an integer type rounds; `d` rounds what it cannot keep. */
function evaluateReal(decimal, suffix, factor) {
    if (suffix === 'd' ? /e/i.test(decimal) || decimal.length > DECIMAL_DIGITS : suffix !== '')
        return undefined;
    const value = Number(decimal.replace(/[\u2013-\u2015]/, '-')) * factor;
    return value > (suffix === 'd' ? MAX_DECIMAL : Number.MAX_VALUE) ? undefined : value;
}
function readDigits({ binary, hex, decimal = '' }, suffix) {
    if (binary !== undefined)
        return readBinary(binary, suffix);
    return hex === undefined ? BigInt(decimal) : readHex(hex, suffix);
}
/** Hexadecimal digits that fill the type are its bits, so that `0xFFFFFFFF` is -1 (`TryGetNumberValue`). */
function readHex(digits, suffix) {
    const value = BigInt(`0x0${digits}`);
    if (suffix.startsWith('u'))
        return value;
    const bits = SUFFIX_BITS[suffix] ?? (digits.length < 15 ? 32 : 64);
    return digits.length * 4 === bits ? BigInt.asIntN(bits, value) : value;
}
/** Binary digits that fill any type are its bits, whatever the suffix: `0b11111111` is -1 (`Utils.ParseBinary`). */
function readBinary(digits, suffix) {
    const value = BigInt(`0b${digits}`);
    const isFull = [8, 16, 32, 64, 96].includes(digits.length) || digits.length >= 128;
    return isFull && !suffix.startsWith('u') ? BigInt.asIntN(digits.length, value) : value;
}
/** Without a suffix a decimal number grows into wider types without end, one in another base up to 64 bits. */
function fits(value, suffix, inBits) {
    if (suffix === 'n')
        return true;
    const bits = SUFFIX_BITS[suffix] ?? (inBits && suffix === '' ? 64 : undefined);
    if (bits === undefined)
        return Math.abs(Number(value)) <= MAX_DECIMAL;
    return suffix.startsWith('u') ? BigInt.asUintN(bits, value) === value : BigInt.asIntN(bits, value) === value;
}

;// CONCATENATED MODULE: ./lib/psd1/strings.js



const SINGLE_QUOTE = new RegExp(`[${SINGLE_QUOTES}]`);
const NEXT_SINGLE_QUOTE = new RegExp(SINGLE_QUOTE, 'g');
const DOUBLE_QUOTE = new RegExp(`[${DOUBLE_QUOTES}]`);
const HERE_HEADER = new RegExp(`@([${SINGLE_QUOTES}${DOUBLE_QUOTES}])[${BLANKS}]*(?:\\r\\n|[\\r\\n])?`, 'uy');
const STRING_START = new RegExp(`@?[${SINGLE_QUOTES}${DOUBLE_QUOTES}]`, 'y');
/** Whether a string of any of the four forms begins here. */
function strings_startsString(text, at) {
    STRING_START.lastIndex = at;
    return STRING_START.test(text);
}
/** Reads the string that begins at `at`. */
function strings_readString(text, at) {
    if (text.charAt(at) === '@')
        return readHereString(text, at);
    if (DOUBLE_QUOTE.test(text.charAt(at)))
        return readExpandable(text, at, at + 1, IN_LINE);
    return readLiteral(text, at);
}
/** `'it''s'`: nothing is special but the quote, which is doubled to be meant; the second of the two counts. */
function readLiteral(text, start) {
    let value = '';
    let from = start + 1;
    for (;;) {
        const quote = cursor_searchFrom(text, NEXT_SINGLE_QUOTE, from);
        if (quote === -1)
            return strings_unclosedString(start, "'");
        value += text.slice(from, quote);
        if (!SINGLE_QUOTE.test(text.charAt(quote + 1)))
            return result_ok({ value, end: quote + 1 });
        value += text.charAt(quote + 1);
        from = quote + 2;
    }
}
/** `@'` or `@"`, a line end, whole lines, and the closing quote and `@` at the very start of a line. */
function readHereString(text, start) {
    HERE_HEADER.lastIndex = start;
    const header = HERE_HEADER.exec(text);
    const quote = header?.[1] ?? '';
    const body = HERE_HEADER.lastIndex;
    if (!/[\r\n]$/.test(header?.[0] ?? '')) {
        return fault_syntaxFault(start, `nothing may follow @${quote} on its line`, 'Begin the text on the next line.');
    }
    const expands = DOUBLE_QUOTE.test(quote);
    if (isFooter(text, body, expands ? DOUBLE_FOOTER : SINGLE_FOOTER))
        return result_ok({ value: '', end: body + 2 });
    if (expands)
        return readExpandable(text, start, body, HERE);
    SINGLE_HERE_END.lastIndex = body;
    const end = SINGLE_HERE_END.exec(text);
    if (!end)
        return unclosedHereString(text, start, "'");
    return result_ok({ value: text.slice(body, end.index), end: SINGLE_HERE_END.lastIndex });
}
const SINGLE_FOOTER = new RegExp(`[${SINGLE_QUOTES}]@`, 'y');
const DOUBLE_FOOTER = new RegExp(`[${DOUBLE_QUOTES}]@`, 'y');
const SINGLE_HERE_END = new RegExp(`(?:\\r\\n|[\\r\\n])[${SINGLE_QUOTES}]@`, 'g');
const FALSE_FOOTER = new RegExp(`[\\r\\n][${BLANKS}]+([${SINGLE_QUOTES}${DOUBLE_QUOTES}])@`, 'gu');
function isFooter(text, at, footer) {
    footer.lastIndex = at;
    return footer.test(text);
}
/** A quote ends it, and two are one that is meant. */
const IN_LINE = {
    special: new RegExp(`[${DOUBLE_QUOTES}\`$]`, 'g'),
    read: (text, at) => {
        const second = text.charAt(at + 1);
        return DOUBLE_QUOTE.test(second)
            ? { closes: false, value: second, end: at + 2 }
            : { closes: true, value: '', end: at + 1 };
    },
    unclosed: (_text, start) => strings_unclosedString(start, '"'),
};
/** A line end with a footer behind it ends it; quotes mean nothing. */
const HERE = {
    special: /[\r\n`$]/g,
    read: (text, at) => {
        const end = at + (text.startsWith('\r\n', at) ? 2 : 1);
        return isFooter(text, end, DOUBLE_FOOTER)
            ? { closes: true, value: '', end: end + 2 }
            : { closes: false, value: text.slice(at, end), end };
    },
    unclosed: (text, start) => unclosedHereString(text, start, '"'),
};
/** `"a $b"`: backtick escapes, and `$`, which makes the value unknown. `body` is where the text begins. */
function readExpandable(text, start, body, form) {
    let value = '';
    let why;
    let from = body;
    for (;;) {
        const at = cursor_searchFrom(text, form.special, from);
        if (at === -1)
            return form.unclosed(text, start);
        value += text.slice(from, at);
        const special = text.charAt(at);
        if (special === '`' || special === '$') {
            const part = special === '`' ? strings_readEscape(text, at) : strings_readExpansion(text, at);
            if (!part.ok)
                return part;
            why ??= part.value.why;
            value += part.value.value;
            from = part.value.end;
        }
        else {
            const part = form.read(text, at);
            value += part.value;
            from = part.end;
            if (part.closes)
                return result_ok({ value, end: from, ...(why !== undefined && { why }) });
        }
    }
}
const ESCAPES = {
    '0': '\0',
    a: '\u0007',
    b: '\b',
    e: '\u001b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
};
const UNICODE_ESCAPE = /u\{([0-9a-f]{1,6})\}/iy;
/** A backtick and what it stands for: `` `n ``, `` `u{1F600} ``; before any other character it only takes its meaning away. */
function strings_readEscape(text, at) {
    const next = text.charAt(at + 1);
    if (next !== 'u')
        return result_ok({ value: ESCAPES[next] ?? next, end: at + 1 + next.length });
    UNICODE_ESCAPE.lastIndex = at + 1;
    const code = Number.parseInt(UNICODE_ESCAPE.exec(text)?.[1] ?? '', 16);
    if (!(code <= 0x10ffff)) {
        return fault_syntaxFault(at, '`u in double quotes begins a Unicode escape that is not complete', 'Write it as `u{20AC}, or put the text in single quotes if a backtick is meant.');
    }
    return result_ok({ value: String.fromCodePoint(code), end: UNICODE_ESCAPE.lastIndex });
}
const VARIABLE = /\$(?:[$?^]|[\p{L}\p{Nd}_:][\p{L}\p{Nd}_:?]*)/uy;
const PARENTHESIS = /[()]/g;
const BRACE_END = /[}`]/g;
/**
 * A `$` in a string that expands. It stands for itself unless a variable name, `{` or `(` follows. The parentheses of a
 * sub-expression are counted with no regard to strings inside, as PowerShell's `ScanSubExpression` does.
 */
function strings_readExpansion(text, at) {
    VARIABLE.lastIndex = at;
    const variable = VARIABLE.exec(text)?.[0];
    if (variable !== undefined)
        return result_ok({ value: '', why: readsVariable(variable), end: at + variable.length });
    const next = text.charAt(at + 1);
    if (next === '{') {
        let end = cursor_searchFrom(text, BRACE_END, at + 2);
        while (text.charAt(end) === '`')
            end = cursor_searchFrom(text, BRACE_END, end + 2);
        if (end !== -1)
            return result_ok({ value: '', why: readsVariable(text.slice(at, end + 1)), end: end + 1 });
    }
    else if (next === '(') {
        let depth = 1;
        let end = at + 1;
        while (depth > 0 && end !== -1) {
            end = cursor_searchFrom(text, PARENTHESIS, end + 1);
            depth += text.charAt(end) === '(' ? 1 : -1;
        }
        if (end !== -1)
            return result_ok({ value: '', why: 'it runs a sub-expression, $( )', end: end + 1 });
    }
    else {
        return result_ok({ value: '$', end: at + 1 });
    }
    return fault_syntaxFault(at, `$${next} in double quotes begins an expression that is never closed`, 'Put the text in single quotes if a dollar sign is meant.');
}
/** The clause for a value that reads a variable, which is cut where its name is absurdly long. */
function readsVariable(name) {
    return `it reads the variable ${name.slice(0, 40)}`;
}
function strings_unclosedString(at, quote) {
    return fault_syntaxFault(at, 'the string that begins here is never closed', `Close it with ${quote}`);
}
function unclosedHereString(text, start, quote) {
    const falseFooter = cursor_searchFrom(text, FALSE_FOOTER, start);
    const hint = `Close it with ${quote}@ at the very start of a line.`;
    const what = 'the here-string that begins here is never closed';
    if (falseFooter === -1)
        return fault_syntaxFault(start, what, hint);
    const at = FALSE_FOOTER.lastIndex - 2;
    const other = { at: start, label: 'The here-string begins at' };
    return result_err({
        code: 'PSD1_SYNTAX',
        at,
        what: `blanks stand before ${quote}@, which so does not close the here-string`,
        hint,
        other,
    });
}

;// CONCATENATED MODULE: ./lib/psd1/skip-expression.js




/**
 * Passes the rest of a statement that cannot be evaluated: up to the end of its line or the next `;`, and further if open
 * brackets, an operator at the end of the line, or a block on the next one carry it on. Nothing in it is understood but
 * strings, comments and brackets. It takes linear time, and no stack however deep the brackets nest.
 *
 * @returns the end of the statement's last token
 */
function skipStatement(cursor, form) {
    const open = [];
    let end = cursor.at;
    for (;;) {
        cursor.skipBlanks();
        if (cursor.isAtLineEnd()) {
            const lineEnd = cursor.at;
            cursor.skipLines();
            if (open.length > 0 || wantsOperand(cursor.text, end, form) || beginsContinuation(cursor, form))
                continue;
            cursor.at = lineEnd;
            return result_ok(end);
        }
        if (open.length === 0 && cursor.isAtStatementEnd())
            return result_ok(end);
        const passed = passToken(cursor, open, form === 'expression' && open.length === 0 ? OPERAND : PLAIN);
        if (!passed.ok)
            return passed;
        end = cursor.at;
    }
}
/** Passes a bracket that opens here, and all that is in it. */
function skipBracket(cursor) {
    const open = [];
    do {
        if (open.length > 0)
            cursor.skipLines();
        const passed = passToken(cursor, open, PLAIN);
        if (!passed.ok)
            return passed;
    } while (open.length > 0);
    return result_ok(undefined);
}
/** Characters that mean nothing for where a statement ends: a number, a name, an operator, a type. */
const OPERAND = new RegExp(`[^\\s${SINGLE_QUOTES}${DOUBLE_QUOTES}@\`#<(){};]+`, 'y');
/** The same where it may be a word of a command, in which a `#` (`C#`) begins no comment. */
const PLAIN = new RegExp(`${OPERAND.source}#?`, 'y');
const ESCAPED = /`[\s\S]?/y;
/**
 * Passes one token. Where a token may begin, the cursor has passed a `#` as a comment.
 *
 * @param open where the brackets open that are not closed yet, the innermost last
 */
function passToken(cursor, open, plain) {
    const { at, text } = cursor;
    const char = cursor.peek();
    if (cursor.isDone()) {
        const unclosed = open.at(-1);
        return unclosed === undefined ? result_ok(undefined) : unclosedBracket(unclosed, closingOf(text, unclosed));
    }
    if (strings_startsString(text, at)) {
        const string = strings_readString(text, at);
        if (!string.ok)
            return string;
        cursor.at = string.value.end;
        return result_ok(undefined);
    }
    if (char === ')' || char === '}') {
        const opening = open.pop();
        if (opening !== undefined && closingOf(text, opening) !== char) {
            return mismatchedBracket(opening, closingOf(text, opening), at);
        }
    }
    if (char === '(' || char === '{')
        open.push(at);
    if (!cursor.skip(ESCAPED) && !cursor.skip(plain))
        cursor.at += 1;
    return result_ok(undefined);
}
/** What closes the bracket that opens at `at`. */
function closingOf(text, at) {
    return text.charAt(at) === '(' ? ')' : '}';
}
function unclosedBracket(at, closing) {
    return fault_syntaxFault(at, 'the bracket opened here is never closed', `Close it with ${closing}`);
}
/** A closing bracket that is not the one that the innermost open bracket asks for. */
function mismatchedBracket(openAt, closing, at) {
    return result_err({
        code: 'PSD1_SYNTAX',
        at,
        what: `"${closing}" is missing here: another bracket is closed first`,
        hint: `Put ${closing} here, or remove this bracket.`,
        other: { at: openAt, label: 'The bracket was opened at' },
    });
}
const UNFINISHED_COMMAND = /(?:[,|]|&&)$/;
const WORD_OPERATORS = '[ic]?(?:eq|ne|gt|ge|lt|le|(?:not)?like|(?:not)?match|(?:not)?contains|(?:not)?in|replace|split)|' +
    'join|is|isnot|as|f|not|and|or|xor|b(?:not|and|or|xor)|sh[lr]';
const UNFINISHED_EXPRESSION = new RegExp(`(?:[,|=*/%!.:]|&&|\\s\\?\\??|(?<!\\+)\\+|(?<![${DASHES}])[${DASHES}]|[${DASHES}](?:${WORD_OPERATORS}))$`, 'i');
/** More than the longest operator has. */
const TAIL = 16;
/** Whether what ends here cannot stand alone, because a comma or an operator ends it. */
function wantsOperand(text, end, form) {
    const tail = text.slice(Math.max(0, end - TAIL), end);
    return (form === 'command' ? UNFINISHED_COMMAND : UNFINISHED_EXPRESSION).test(tail);
}
const NEXT_BLOCK = /(?:else|elseif|catch|finally|while|until)(?![\p{L}\p{Nd}_])(?!\s*=)/iuy;
/** Whether the next line goes on with the statement: no entry and no item begins with `{` or `|`. */
function beginsContinuation(cursor, form) {
    if (cursor.peek() === '{' || cursor.peek() === '|')
        return true;
    return form === 'keyword' && (cursor.peek() === '(' || cursor.match(NEXT_BLOCK) !== undefined);
}

;// CONCATENATED MODULE: ./lib/psd1/key.js







/**
 * Reads the key of an entry and its `=`, up to the value. A key is a simple name, a string or a number; PowerShell would
 * take expressions too, but whatever they give, the reader of a table could not tell which entries it has.
 *
 * @param tableAt where the table opens
 */
function readKey(cursor, tableAt) {
    const keyAt = cursor.at;
    const read = readName(cursor);
    if (!read.ok)
        return read;
    const key = read.value;
    if (key === undefined)
        return noKey(cursor, tableAt);
    cursor.skipBlanks();
    if (cursor.peek() !== '=')
        return noEquals(cursor, key, keyAt);
    cursor.at += 1;
    if (cursor.peek() === '=')
        return fault_syntaxFault(cursor.at, 'there is one "=" too many', 'Remove it.');
    cursor.skipLines();
    if (cursor.isAtStatementEnd()) {
        return fault_syntaxFault(keyAt, `${shown(key)} has no value`, 'Write one behind the "="; \'\' is the empty text.');
    }
    return result_ok({ key, keyAt });
}
function readName(cursor) {
    const { at, text } = cursor;
    const name = cursor.match(NAME)?.[0];
    if (name !== undefined) {
        cursor.at += name.length;
        return result_ok(name);
    }
    if (strings_startsString(text, at)) {
        const string = strings_readString(text, at);
        if (!string.ok)
            return string;
        if (string.value.why !== undefined) {
            return fault_syntaxFault(at, `the name of an entry cannot be known: ${string.value.why}`, 'Write it in single quotes.');
        }
        cursor.at = string.value.end;
        return result_ok(string.value.value);
    }
    const number = readNumber(text, at);
    if (number?.value === undefined || !isPlain(number.value, number.text))
        return result_ok(undefined);
    cursor.at += number.text.length;
    return result_ok(String(number.value));
}
/** Whether .NET writes the number as we do: without an exponent, and without the zeros that `1.50d` keeps. */
function isPlain(value, text) {
    const size = Math.abs(value);
    return Object.is(value, 0) || (size >= 1e-4 && size < 1e15 && !/\.\d*d/i.test(text));
}
/** Controls, soft hyphens, zero-width spaces: what pasting leaves in a name, and no comparison of .NET sees. */
const INVISIBLE = /[[\p{Cc}--[\t-\r\u0085]]\p{Cf}\p{Default_Ignorable_Code_Point}]/gv;
/**
 * What of a key counts where two must not be equal. PowerShell compares ordinally while it parses, and by the culture of the
 * user when it makes the table: letter case, what does not show, and the two ways to write an accent make no difference.
 * Beyond that it depends on the culture (`ﬁ` and `fi`), and the keys are two.
 */
function foldKey(key) {
    return key
        .toLowerCase()
        .normalize('NFC')
        .replace(INVISIBLE, '')
        .replace(/\P{ASCII}/gu, foldLetter);
}
/** Upper case brings together what has two small letters (`σ` and `ς`); it must not make `SS` of `ß`, nor `S` of `ſ`. */
function foldLetter(letter) {
    const upper = letter.toUpperCase();
    return upper.length === letter.length && upper > '\u007f' ? upper : letter;
}
/** A word as somebody may have meant it to be a key: `Az.Accounts`, `$name`, `owner/name`. */
const BARE_KEY = /[^\s=:;,(){}'"\u2018-\u201e#`]+/y;
/** Nothing here can be the key of an entry. */
function noKey(cursor, tableAt) {
    const { at } = cursor;
    const char = cursor.peek();
    if (cursor.isDone())
        return fault_syntaxFault(tableAt, 'the table opened here is never closed', 'Close it with }');
    if (char === ')')
        return mismatchedBracket(tableAt, '}', at);
    if (char === ',')
        return commaBetweenEntries(at);
    if (cursor.startsWith('@{')) {
        const hint = 'Write Name = @{ … }, or @( ) in place of the outer @{ } to make a list.';
        return fault_syntaxFault(at, 'a table inside a table has no name', hint);
    }
    const word = cursor.match(BARE_KEY)?.[0];
    if (word === undefined) {
        return fault_syntaxFault(at, 'the name of an entry should stand here', "An entry is written Name = 'value'");
    }
    if (word.startsWith('$')) {
        const hint = `Write it without the dollar sign: ${shown(word.slice(1))} = …`;
        return fault_syntaxFault(at, `${shown(word)} is a variable, where the name of an entry should be`, hint);
    }
    return unquotedKey(at, word);
}
function unquotedKey(at, word) {
    return fault_syntaxFault(at, `the name ${shown(word)} needs quotes`, `Write '${shown(word)}' = …`);
}
/** A key was read from `keyAt` on, and no `=` follows. */
function noEquals(cursor, key, keyAt) {
    const { at, text } = cursor;
    const char = cursor.peek();
    const quoted = `'${shown(key).replaceAll("'", "''")}'`;
    if (char === ':') {
        return fault_syntaxFault(at, `":" stands behind ${shown(key)}, where "=" should be`, `Write ${quoted} = …`);
    }
    if (char === ',') {
        const hint = 'Write a list as @( … ), or give each name a value.';
        return fault_syntaxFault(keyAt, `${shown(key)} is an item of a list inside @{ }, which holds entries`, hint);
    }
    BARE_KEY.lastIndex = keyAt;
    const word = BARE_KEY.exec(text)?.[0] ?? '';
    if (word.length > key.length)
        return unquotedKey(keyAt, word);
    if (/[\r\n=]/.test(key) && text.charAt(keyAt) !== '@')
        return unclosedString(keyAt);
    return fault_syntaxFault(at, `"=" is missing behind ${shown(key)}`, `Write ${quoted} = 'value'`);
}

;// CONCATENATED MODULE: ./lib/psd1/value.js

const MAX_SOURCE = 80;
/** Enough to know an address by its end, and little where expressions nest. */
const MAX_SCANNED = 1000;
/** What stands from `at` to `end` and cannot be known, because of `why`. */
function unknownValue(text, at, end, why) {
    const whole = text.slice(at, Math.min(end, at + MAX_SCANNED));
    const source = (holdsCredentials(whole) ? redact(whole) : whole).slice(0, MAX_SOURCE);
    return { kind: 'unknown', source, why, at };
}
/** The value under a key, letter case aside, as PowerShell looks it up. */
function lookUp(table, key) {
    const wanted = key.toLowerCase();
    return table.entries.find(entry => entry.key.toLowerCase() === wanted)?.value;
}

;// CONCATENATED MODULE: ./lib/psd1/word.js




/** What ends a word of a command (`CharTraits.cs`, `ForceStartNewToken`): a `#` does not, so `C#` is one word. */
const WORD_ENDS = `${BLANKS}\\r\\n\\0&(),;{|}`;
const SPECIAL = new RegExp(`[${WORD_ENDS}${SINGLE_QUOTES}${DOUBLE_QUOTES}\`$]`, 'gu');
/**
 * `-Name`, or `-Name:`, whose argument follows the colon. Only what ends a word, or takes a part of a value, ends the name: with
 * a quote in it, it is no parameter but a word. Rules: `tokenizer.cs`, `ScanParameter`.
 */
const PARAMETER = new RegExp(`[${DASHES}]([\\p{L}_?][^${WORD_ENDS}${SINGLE_QUOTES}${DOUBLE_QUOTES}.[:]*)(?::|(?=[${WORD_ENDS}.[]|$))`, 'uy');
/**
 * Reads a word of a command, as it stands without quotes or with quotes inside it: `Pester`, `C:\x`, `Az."Accounts"`. Rules:
 * `tokenizer.cs`, `ScanGenericToken`. The word is empty where none begins.
 */
function readWord(text, start) {
    let value = '';
    let why;
    let from = start;
    for (;;) {
        const special = searchFrom(text, SPECIAL, from);
        const at = special === -1 ? text.length : special;
        value += text.slice(from, at);
        const part = readPart(text, at);
        if (part === undefined)
            return ok({ value, end: at, ...(why !== undefined && { why }) });
        if (!part.ok)
            return part;
        why ??= part.value.why;
        value += part.value.value;
        from = part.value.end;
    }
}
/** A piece of a word that does not stand for itself; undefined where the word ends. */
function readPart(text, at) {
    const char = text.charAt(at);
    if (char === '`')
        return readEscape(text, at);
    if (char === '$')
        return readDollar(text, at);
    return startsString(text, at) ? readString(text, at) : undefined;
}
/** A `$` outside of strings: a variable, a sub-expression, or nothing but itself. */
function readDollar(text, at) {
    const expansion = readExpansion(text, at);
    if (expansion.ok)
        return expansion;
    const closing = text.charAt(at + 1) === '(' ? ')' : '}';
    return syntaxFault(at, 'the expression that begins here is never closed', `Close it with ${closing}`);
}

;// CONCATENATED MODULE: ./lib/psd1/scalar.js








const scalar_VARIABLE = /\$(?:[$?^]|[\p{L}\p{Nd}_:?]+|\{[^}]*\})/uy;
/**
 * A comment right behind a number or a constant, with a quote in its first word: `$true#don't`. PowerShell 7 first reads all of
 * it as the name of a command, and refuses the file for the quote that is not closed.
 */
const GLUED_COMMENT = new RegExp(`#[^${WORD_ENDS}]*?[${SINGLE_QUOTES}${DOUBLE_QUOTES}\`$]`, 'uy');
const GLUED = 'a comment begins right behind it, which PowerShell reads as part of a command';
/**
 * Reads a value that holds no other values: a string, a number, a constant; and what cannot be known and holds nothing that
 * need be understood: a variable, a sub-expression, a script block. Undefined if none of them begins here.
 */
function readScalar(cursor) {
    const { at, text } = cursor;
    if (strings_startsString(text, at)) {
        const string = strings_readString(text, at);
        if (!string.ok)
            return string;
        const { value, why, end } = string.value;
        cursor.at = end;
        return result_ok(why === undefined ? { kind: 'string', value, at } : unknownValue(text, at, end, why));
    }
    const version = bareVersion(cursor);
    if (version)
        return version;
    const number = readNumber(text, at);
    if (number) {
        cursor.at += number.text.length;
        const { value, text: written } = number;
        if (value === undefined)
            return result_ok(unknownValue(text, at, cursor.at, 'its suffix or form makes it uncertain which number it is'));
        if (cursor.match(GLUED_COMMENT))
            return result_ok(unknownValue(text, at, cursor.at, GLUED));
        return result_ok({ kind: 'number', value, text: written, at });
    }
    if (cursor.startsWith('$('))
        return readBlock(cursor, at + 1, 'it runs a sub-expression, $( )');
    if (cursor.startsWith('{'))
        return readBlock(cursor, at, 'it is a script block; a table begins with @{');
    const variable = cursor.match(scalar_VARIABLE)?.[0];
    return variable === undefined ? undefined : readVariable(cursor, variable);
}
function readVariable(cursor, name) {
    const { at, text } = cursor;
    cursor.at += name.length;
    if (cursor.match(GLUED_COMMENT))
        return result_ok(unknownValue(text, at, cursor.at, GLUED));
    switch (name.toLowerCase()) {
        case '$true':
            return result_ok({ kind: 'boolean', value: true, at });
        case '$false':
            return result_ok({ kind: 'boolean', value: false, at });
        case '$null':
            return result_ok({ kind: 'null', at });
        default:
            return result_ok(unknownValue(text, at, cursor.at, readsVariable(name)));
    }
}
function readBlock(cursor, bracketAt, why) {
    const { at, text } = cursor;
    cursor.at = bracketAt;
    const skipped = skipBracket(cursor);
    return skipped.ok ? result_ok(unknownValue(text, at, cursor.at, why)) : skipped;
}

;// CONCATENATED MODULE: ./lib/psd1/parse.js











/**
 * Reads a PowerShell data file (`.psd1`) without running anything: the data subset of the language as PowerShell's own
 * parser reads it (`Parser.cs`, `SafeValues.cs`). The value is mostly a table; an array, a text or a constant alone is
 * data too. An expression that would have to be evaluated becomes `unknown` inside it.
 *
 * Errors: `PSD1_SYNTAX`, `PSD1_DUPLICATE_KEY`, `PSD1_TOO_DEEP`, `PSD1_EMPTY` for a file without a value, `PSD1_NOT_DATA` for
 * a script, `PSD1_OTHER_FORMAT` for JSON, YAML, HTML and XML; each with place, frame and the likely mend. Time and memory
 * are linear in the length of the text.
 */
function parsePsd1(document) {
    const value = new Parser(new Cursor(document.text)).readFile();
    return value.ok ? value : result_err(problemOf(document, value.error));
}
/** Reads the one value that begins at the cursor, and no list, up to whatever follows it. */
function readElement(cursor) {
    return new Parser(cursor).readElement();
}
/** No real file nests deeper than ten; what does is made to exhaust the stack. */
const MAX_DEPTH = 64;
/** What calculates with the value before it, or takes a part of it. */
const OPERATOR = new RegExp(`[${DASHES}]\\p{L}*|\\+\\+?|\\.\\.|::|\\?[?.[]?|[|]{1,2}|&&?|[*/%.[<>!]`, 'uy');
/** What stands before an operand; a comma makes an array of it. */
const PREFIX = new RegExp(`[,!]|\\+\\+?|[${DASHES}]\\p{L}+|[${DASHES}]{1,2}`, 'uy');
/** A type literal with anything else behind it stands for the type itself, or a member of it: `[int].5`. */
const CAST_OPERAND = new RegExp(`[${SINGLE_QUOTES}${DOUBLE_QUOTES}${DASHES}@(\\[{$+!0-9]`);
class Parser {
    #cursor;
    #depth = 0;
    constructor(cursor) {
        this.#cursor = cursor;
    }
    readFile() {
        const value = this.#readRoot();
        const { unclosedComment } = this.#cursor;
        if (unclosedComment === undefined)
            return value;
        return fault_syntaxFault(unclosedComment, 'the comment that begins here is never closed', 'Close it with #>');
    }
    #readRoot() {
        const cursor = this.#cursor;
        cursor.skipSeparators();
        if (cursor.isDone()) {
            return result_err({
                code: 'PSD1_EMPTY',
                at: cursor.at,
                what: 'it is empty',
                hint: "Write a table: @{ Pester = @{ version = '5.7.1' } }",
            });
        }
        const foreign = recogniseForeignFile(cursor);
        if (foreign)
            return result_err(foreign);
        const read = this.#readStatement('file');
        if (!read.ok)
            return read;
        const root = read.value;
        cursor.skipSeparators();
        if (!cursor.isDone())
            return afterValue(cursor, root, 'file');
        if (root.kind !== 'unknown')
            return result_ok(root);
        const hint = 'A data file holds one table and nothing that must be evaluated.';
        return result_err({ code: 'PSD1_NOT_DATA', at: root.at, what: `it is not plain data: ${root.why}`, hint });
    }
    /** A statement gives one value: an element, a list of elements, or something that only running it would tell. */
    #readStatement(surroundings) {
        const cursor = this.#cursor;
        const start = cursor.at;
        const command = recogniseCommand(cursor, surroundings);
        if (!command.ok)
            return command;
        if (command.value)
            return this.#skipStatement(start, command.value.why, command.value.form);
        const value = this.#readList();
        if (!value.ok)
            return value;
        if (cursor.isAtStatementEnd())
            return value;
        const operator = cursor.match(OPERATOR)?.[0];
        if (operator === undefined)
            return afterValue(cursor, value.value, surroundings);
        const why = value.value.kind === 'unknown' ? value.value.why : describeOperator(operator);
        return this.#skipStatement(start, why, 'expression');
    }
    /** `'a', 'b'`: an array without brackets, which goes on after a comma at the end of a line. */
    #readList() {
        const cursor = this.#cursor;
        const first = this.readElement();
        if (!first.ok)
            return first;
        cursor.skipBlanks();
        if (cursor.peek() !== ',')
            return first;
        const items = [first.value];
        while (cursor.peek() === ',') {
            const commaAt = cursor.at;
            cursor.at += 1;
            cursor.skipLines();
            if (cursor.isAtStatementEnd())
                return trailingComma(commaAt);
            if (cursor.match(ENTRY_START))
                return commaBetweenEntries(commaAt);
            const item = this.readElement();
            if (!item.ok)
                return item;
            items.push(item.value);
            cursor.skipBlanks();
            if (cursor.peek() === '=')
                return commaBetweenEntries(commaAt);
        }
        return result_ok({ kind: 'array', items, at: first.value.at });
    }
    readElement() {
        const cursor = this.#cursor;
        const scalar = readScalar(cursor);
        if (scalar)
            return scalar;
        if (this.#depth === MAX_DEPTH)
            return tooDeep(cursor.at);
        this.#depth += 1;
        const element = this.#readNested();
        this.#depth -= 1;
        return element;
    }
    #readNested() {
        const cursor = this.#cursor;
        const { at, text } = cursor;
        if (cursor.startsWith('@{'))
            return this.#readTable();
        if (cursor.startsWith('@('))
            return this.#readArray();
        if (cursor.startsWith('('))
            return this.#readBrackets();
        if (cursor.startsWith('['))
            return this.#readCast();
        const prefix = cursor.match(PREFIX)?.[0];
        if (prefix === undefined)
            return noValue(cursor);
        cursor.at += prefix.length;
        cursor.skipLines();
        const operand = this.readElement();
        if (!operand.ok)
            return operand;
        if (prefix === ',')
            return result_ok({ kind: 'array', items: [operand.value], at });
        return result_ok(unknownValue(text, at, cursor.at, `it uses the operator ${prefix}`));
    }
    #readTable() {
        const cursor = this.#cursor;
        const { at } = cursor;
        const entries = [];
        const places = new Map();
        cursor.at += 2;
        cursor.skipLines();
        while (cursor.peek() !== '}') {
            const key = readKey(cursor, at);
            if (!key.ok)
                return key;
            const value = this.#readStatement('table');
            if (!value.ok)
                return value;
            const entry = { ...key.value, value: value.value };
            const folded = foldKey(entry.key);
            const firstAt = places.get(folded);
            if (firstAt !== undefined)
                return duplicateKey(entry.key, entry.keyAt, firstAt);
            places.set(folded, entry.keyAt);
            entries.push(entry);
            cursor.skipSeparators();
        }
        cursor.at += 1;
        return result_ok({ kind: 'table', entries, at });
    }
    /** `@( … )` gathers what its statements give; an array among them is taken apart, as everything PowerShell puts out is. */
    #readArray() {
        const cursor = this.#cursor;
        const { at } = cursor;
        const items = [];
        cursor.at += 2;
        cursor.skipSeparators();
        while (cursor.peek() !== ')') {
            if (cursor.isDone())
                return unclosedBracket(at, ')');
            if (cursor.peek() === '}')
                return mismatchedBracket(at, ')', cursor.at);
            const value = this.#readStatement('array');
            if (!value.ok)
                return value;
            if (value.value.kind === 'array')
                for (const item of value.value.items)
                    items.push(item);
            else
                items.push(value.value);
            cursor.skipSeparators();
        }
        cursor.at += 1;
        return result_ok({ kind: 'array', items, at });
    }
    #readBrackets() {
        const cursor = this.#cursor;
        const { at } = cursor;
        cursor.at += 1;
        cursor.skipLines();
        const read = this.#readStatement('brackets');
        if (!read.ok)
            return read;
        cursor.skipLines();
        if (cursor.isDone())
            return unclosedBracket(at, ')');
        if (cursor.peek() !== ')')
            return mismatchedBracket(at, ')', cursor.at);
        cursor.at += 1;
        return result_ok(read.value.kind === 'unknown' ? unknownValue(cursor.text, at, cursor.at, read.value.why) : { ...read.value, at });
    }
    #readCast() {
        const cursor = this.#cursor;
        const { at } = cursor;
        const type = readType(cursor);
        if (type === undefined)
            return noValue(cursor);
        cursor.skipBlanks();
        if (!CAST_OPERAND.test(cursor.peek())) {
            return result_ok(unknownValue(cursor.text, at, cursor.at, `it is the type [${type}]`));
        }
        const operand = this.readElement();
        if (!operand.ok)
            return operand;
        return result_ok(castConstant(type, operand.value, at) ?? unknownValue(cursor.text, at, cursor.at, `it casts to [${type}]`));
    }
    #skipStatement(at, why, form) {
        const end = skipStatement(this.#cursor, form);
        return end.ok ? result_ok(unknownValue(this.#cursor.text, at, end.value, why)) : end;
    }
}
function describeOperator(operator) {
    if (operator.startsWith('|'))
        return 'it passes a value to a command';
    return /[[.:]$/.test(operator) && operator !== '..'
        ? 'it takes a part of a value'
        : `it uses the operator ${operator}`;
}
function tooDeep(at) {
    const hint = 'No requirements need that; look for brackets that are opened and not closed.';
    return result_err({ code: 'PSD1_TOO_DEEP', at, what: `it nests deeper than ${MAX_DEPTH} levels`, hint });
}

;// CONCATENATED MODULE: ./lib/package/module-specification.js



/** PowerShell's own loader reads the star of a maximum as this number. */
const STAR = '999999999';
/**
 * The range that `@{ ModuleName; ModuleVersion; RequiredVersion; MaximumVersion }` states, in a module manifest, in
 * `#Requires` and in the metadata of a registry alike.
 */
function specifiedRange(versions) {
    if (versions.required) {
        const required = nuget_version_parseVersion(versions.required);
        return required.ok ? result_ok(exactly(required.value)) : result_err({ text: versions.required, reason: required.error });
    }
    const min = bound(versions.minimum);
    if (!min.ok)
        return min;
    const max = bound(versions.maximum?.replaceAll('*', STAR));
    if (!max.ok)
        return max;
    return result_ok(min.value || max.value ? between(min.value, max.value) : ANY_VERSION);
}
function bound(text) {
    if (!text)
        return result_ok(undefined);
    const version = nuget_version_parseVersion(text);
    return version.ok ? result_ok({ version: version.value, inclusive: true }) : result_err({ text, reason: version.error });
}

;// CONCATENATED MODULE: ./lib/package/module-manifest.js







/**
 * Reads a `.psd1` of a module. It never fails: manifests are PowerShell and may compute what they say, which only
 * running them would tell; that the package can be loaded is its author's business.
 *
 * @param file the name by which the sentences speak of it
 */
function readModuleManifest(bytes, file) {
    const document = decodeText(bytes, file);
    const root = document.ok ? parsePsd1(document.value) : document;
    if (!root.ok)
        return { ...NOTHING, unknowns: [root.error.sentence] };
    if (root.value.kind !== 'table')
        return { ...NOTHING, unknowns: [`${file} is not a table.`] };
    const unknowns = [];
    const note = (what) => {
        if (unknowns.length < MOST_UNKNOWNS)
            unknowns.push(`${file}: ${what}.`);
        else
            unknowns[MOST_UNKNOWNS] = `${file}: more than these ${MOST_UNKNOWNS} cannot be read.`;
    };
    const manifest = root.value;
    const psData = tableUnder(tableUnder(manifest, 'PrivateData'), 'PSData');
    const moduleVersion = ownVersion(manifest, note);
    const guid = textUnder(manifest, 'GUID', note);
    const prerelease = textUnder(psData, 'Prerelease', note);
    const external = [psData, manifest].flatMap(table => itemsUnder(table, 'ExternalModuleDependencies'));
    const required = itemsUnder(manifest, 'RequiredModules').map(item => toDependency(item, note));
    return {
        ...(moduleVersion && { moduleVersion }),
        ...(prerelease && { prerelease }),
        ...(guid && { guid }),
        requiredModules: distinct(required.filter(dependency => dependency !== undefined)),
        oddities: odditiesOf(manifest),
        externalModules: external.map(item => nameOf(item, note)).filter(name => name !== undefined),
        unknowns,
    };
}
/** Each becomes a warning, and a list of a million numbers is a package of 2 KB. */
const MOST_UNKNOWNS = 20;
const NOTHING = { requiredModules: [], oddities: [], externalModules: [] };
function odditiesOf(manifest) {
    const required = lookUp(manifest, 'RequiredModules')?.kind;
    return [
        ...(required === 'string' || required === 'table' ? ['required-modules-no-list'] : []),
        ...(lookUp(manifest, 'ModuleVersion')?.kind === 'number' ? ['module-version-no-text'] : []),
    ];
}
function tableUnder(table, key) {
    const value = table && lookUp(table, key);
    return value?.kind === 'table' ? value : undefined;
}
/** The items of an array, or the one value that stands for an array of one. */
function itemsUnder(table, key) {
    const value = table && lookUp(table, key);
    if (!value || value.kind === 'null')
        return [];
    return value.kind === 'array' ? value.items : [value];
}
/** The text of a string, or of a number as it is written: `1.10` must not become 1.1. */
function textUnder(table, key, note) {
    const value = table && lookUp(table, key);
    if (!value || value.kind === 'null')
        return undefined;
    if (value.kind === 'string')
        return value.value.trim();
    if (value.kind === 'number')
        return value.text;
    note(`${key} ${describe(value)}`);
    return undefined;
}
/** Its own version PowerShell takes from the number that stands without quotes: `1.10` is 1.1. */
function ownVersion(manifest, note) {
    const value = lookUp(manifest, 'ModuleVersion');
    return value?.kind === 'number' ? String(value.value) : textUnder(manifest, 'ModuleVersion', note);
}
function toDependency(item, note) {
    const id = nameOf(item, note);
    if (id === undefined)
        return undefined;
    if (item.kind !== 'table')
        return { id, range: ANY_VERSION };
    const range = specifiedRange({
        minimum: textUnder(item, 'ModuleVersion', note),
        required: textUnder(item, 'RequiredVersion', note),
        maximum: textUnder(item, 'MaximumVersion', note),
    });
    if (range.ok)
        return { id, range: range.value };
    note(`the version ${range.error.text} of the required module ${id} is not a version: ${range.error.reason}`);
    return { id, range: ANY_VERSION };
}
/** The name of a module, given alone or as the `ModuleName` of a table. A path to a file inside the module is none. */
function nameOf(item, note) {
    const name = item.kind === 'table' ? lookUp(item, 'ModuleName') : item;
    if (name?.kind === 'string' && validId(name.value.trim()))
        return name.value.trim();
    note(`a module is left out, whose name ${name ? describe(name) : 'is missing'}`);
    return undefined;
}
function describe(value) {
    if (value.kind === 'unknown')
        return `is only known when it runs: ${value.why}`;
    return value.kind === 'string' ? `is ${JSON.stringify(value.value.slice(0, 80))}` : `is of the kind ${value.kind}`;
}

;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/util.js


const nameStartChar = ':A-Za-z_\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const nameChar = nameStartChar + '\\-.\\d\\u00B7\\u0300-\\u036F\\u203F-\\u2040';
const nameRegexp = '[' + nameStartChar + '][' + nameChar + ']*';
const regexName = new RegExp('^' + nameRegexp + '$');

function getAllMatches(string, regex) {
  const matches = [];
  let match = regex.exec(string);
  while (match) {
    const allmatches = [];
    allmatches.startIndex = regex.lastIndex - match[0].length;
    const len = match.length;
    for (let index = 0; index < len; index++) {
      allmatches.push(match[index]);
    }
    matches.push(allmatches);
    match = regex.exec(string);
  }
  return matches;
}

const isName = function (string) {
  const match = regexName.exec(string);
  return !(match === null || typeof match === 'undefined');
}

function isExist(v) {
  return typeof v !== 'undefined';
}

function isEmptyObject(obj) {
  return Object.keys(obj).length === 0;
}

function getValue(v) {
  if (exports.isExist(v)) {
    return v;
  } else {
    return '';
  }
}

/**
 * Dangerous property names that could lead to prototype pollution or security issues
 */
const DANGEROUS_PROPERTY_NAMES = [
  // '__proto__',
  // 'constructor',
  // 'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__'
];

const criticalProperties = ["__proto__", "constructor", "prototype"];
;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/xmlparser/OptionsBuilder.js



const defaultOnDangerousProperty = (name) => {
  if (DANGEROUS_PROPERTY_NAMES.includes(name)) {
    return "__" + name;
  }
  return name;
};


const defaultOptions = {
  preserveOrder: false,
  attributeNamePrefix: '@_',
  attributesGroupName: false,
  textNodeName: '#text',
  ignoreAttributes: true,
  removeNSPrefix: false, // remove NS from tag name or attribute name if true
  allowBooleanAttributes: false, //a tag can have attributes without any value
  //ignoreRootElement : false,
  parseTagValue: true,
  parseAttributeValue: false,
  trimValues: true, //Trim string values of tag and attributes
  cdataPropName: false,
  numberParseOptions: {
    hex: true,
    leadingZeros: true,
    eNotation: true,
    unicode: false
  },
  tagValueProcessor: function (tagName, val) {
    return val;
  },
  attributeValueProcessor: function (attrName, val) {
    return val;
  },
  stopNodes: [], //nested tags will not be parsed even for errors
  alwaysCreateTextNode: false,
  isArray: () => false,
  commentPropName: false,
  unpairedTags: [],
  processEntities: true,
  htmlEntities: false,
  entityDecoder: null,
  ignoreDeclaration: false,
  ignorePiTags: false,
  transformTagName: false,
  transformAttributeName: false,
  updateTag: function (tagName, jPath, attrs) {
    return tagName
  },
  // skipEmptyListItem: false
  captureMetaData: false,
  maxNestedTags: 100,
  strictReservedNames: true,
  jPath: true, // if true, pass jPath string to callbacks; if false, pass matcher instance
  onDangerousProperty: defaultOnDangerousProperty
};


/**
 * Validates that a property name is safe to use
 * @param {string} propertyName - The property name to validate
 * @param {string} optionName - The option field name (for error message)
 * @throws {Error} If property name is dangerous
 */
function validatePropertyName(propertyName, optionName) {
  if (typeof propertyName !== 'string') {
    return; // Only validate string property names
  }

  const normalized = propertyName.toLowerCase();
  if (DANGEROUS_PROPERTY_NAMES.some(dangerous => normalized === dangerous.toLowerCase())) {
    throw new Error(
      `[SECURITY] Invalid ${optionName}: "${propertyName}" is a reserved JavaScript keyword that could cause prototype pollution`
    );
  }

  if (criticalProperties.some(dangerous => normalized === dangerous.toLowerCase())) {
    throw new Error(
      `[SECURITY] Invalid ${optionName}: "${propertyName}" is a reserved JavaScript keyword that could cause prototype pollution`
    );
  }
}

/**
 * Normalizes processEntities option for backward compatibility
 * @param {boolean|object} value 
 * @returns {object} Always returns normalized object
 */
function normalizeProcessEntities(value, htmlEntities) {
  // Boolean backward compatibility
  if (typeof value === 'boolean') {
    return {
      enabled: value, // true or false
      maxEntitySize: 10000,
      maxExpansionDepth: 10000,
      maxTotalExpansions: Infinity,
      maxExpandedLength: 100000,
      maxEntityCount: 1000,
      allowedTags: null,
      tagFilter: null,
      appliesTo: "all",
    };
  }

  // Object config - merge with defaults
  if (typeof value === 'object' && value !== null) {
    return {
      enabled: value.enabled !== false,
      maxEntitySize: Math.max(1, value.maxEntitySize ?? 10000),
      maxExpansionDepth: Math.max(1, value.maxExpansionDepth ?? 10000),
      maxTotalExpansions: Math.max(1, value.maxTotalExpansions ?? Infinity),
      maxExpandedLength: Math.max(1, value.maxExpandedLength ?? 100000),
      maxEntityCount: Math.max(1, value.maxEntityCount ?? 1000),
      allowedTags: value.allowedTags ?? null,
      tagFilter: value.tagFilter ?? null,
      appliesTo: value.appliesTo ?? "all",
    };
  }

  // Default to enabled with limits
  return normalizeProcessEntities(true);
}

const buildOptions = function (options) {
  const built = Object.assign({}, defaultOptions, options);

  // Validate property names to prevent prototype pollution
  const propertyNameOptions = [
    { value: built.attributeNamePrefix, name: 'attributeNamePrefix' },
    { value: built.attributesGroupName, name: 'attributesGroupName' },
    { value: built.textNodeName, name: 'textNodeName' },
    { value: built.cdataPropName, name: 'cdataPropName' },
    { value: built.commentPropName, name: 'commentPropName' }
  ];

  for (const { value, name } of propertyNameOptions) {
    if (value) {
      validatePropertyName(value, name);
    }
  }

  if (built.onDangerousProperty === null) {
    built.onDangerousProperty = defaultOnDangerousProperty;
  }

  // Always normalize processEntities for backward compatibility and validation
  built.processEntities = normalizeProcessEntities(built.processEntities, built.htmlEntities);
  built.unpairedTagsSet = new Set(built.unpairedTags);
  // Convert old-style stopNodes for backward compatibility
  if (built.stopNodes && Array.isArray(built.stopNodes)) {
    built.stopNodes = built.stopNodes.map(node => {
      if (typeof node === 'string' && node.startsWith('*.')) {
        // Old syntax: *.tagname meant "tagname anywhere"
        // Convert to new syntax: ..tagname
        return '..' + node.substring(2);
      }
      return node;
    });
  }
  //console.debug(built.processEntities)
  return built;
};
;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/xmlparser/xmlNode.js


let METADATA_SYMBOL;

if (typeof Symbol !== "function") {
  METADATA_SYMBOL = "@@xmlMetadata";
} else {
  METADATA_SYMBOL = Symbol("XML Node Metadata");
}

class XmlNode {
  constructor(tagname) {
    this.tagname = tagname;
    this.child = []; //nested tags, text, cdata, comments in order
    this[":@"] = Object.create(null); //attributes map
  }
  add(key, val) {
    // this.child.push( {name : key, val: val, isCdata: isCdata });
    if (key === "__proto__") key = "#__proto__";
    this.child.push({ [key]: val });
  }
  addChild(node, startIndex) {
    if (node.tagname === "__proto__") node.tagname = "#__proto__";
    if (node[":@"] && Object.keys(node[":@"]).length > 0) {
      this.child.push({ [node.tagname]: node.child, [":@"]: node[":@"] });
    } else {
      this.child.push({ [node.tagname]: node.child });
    }
    // if requested, add the startIndex
    this.addStartIndex(startIndex);
  }

  addStartIndex(startIndex) {
    if (startIndex !== undefined) {
      // Note: for now we just overwrite the metadata. If we had more complex metadata,
      // we might need to do an object append here:  metadata = { ...metadata, startIndex }
      this.child[this.child.length - 1][METADATA_SYMBOL] = { startIndex };
    }
  }

  addEndIndex(endIndex) {
    const lastChild = this.child[this.child.length - 1];
    // endIndex is write-once: when updateTag drops a node, the last child is a
    // previously completed sibling whose endIndex must not be overwritten
    if (lastChild !== undefined && lastChild[METADATA_SYMBOL] !== undefined
      && lastChild[METADATA_SYMBOL].endIndex === undefined) {
      lastChild[METADATA_SYMBOL].endIndex = endIndex;
    }
  }
  /** symbol used for metadata */
  static getMetaDataSymbol() {
    return METADATA_SYMBOL;
  }
}

;// CONCATENATED MODULE: ./node_modules/xml-naming/src/index.js
/**
 * xml-naming
 * Validates XML Name productions as defined in the XML 1.0 and 1.1 specifications.
 * Covers: Name, NCName, QName, NMToken, NMTokens
 *
 * XML 1.0 spec: https://www.w3.org/TR/xml/#NT-Name
 * XML 1.1 spec: https://www.w3.org/TR/xml11/#NT-NameStartChar
 * XML NS spec:  https://www.w3.org/TR/xml-names/#NT-NCName
 */

// ---------------------------------------------------------------------------
// Character class strings — XML 1.0
//
// NameStartChar ::= ":" | [A-Z] | "_" | [a-z]
//   | [#xC0-#xD6]   | [#xD8-#xF6]   | [#xF8-#x2FF]
//   | [#x370-#x37D] | [#x37F-#x1FFF]    <- split to exclude #x0487
//   | [#x200C-#x200D]
//   | [#x2070-#x218F] | [#x2C00-#x2FEF]
//   | [#x3001-#xD7FF] | [#xF900-#xFDCF] | [#xFDF0-#xFFFD]
//
// NameChar ::= NameStartChar | "-" | "." | [0-9]
//   | #xB7 | [#x0300-#x036F] | [#x203F-#x2040]
//
// Note: \u0487 (Combining Cyrillic Millions Sign) was added in Unicode 4.0,
// after XML 1.0 was defined against Unicode 2.0. It falls inside the range
// \u037F-\u1FFF but must be excluded. We split that range into
// \u037F-\u0486 and \u0488-\u1FFF to exclude it explicitly.
// ---------------------------------------------------------------------------

const nameStartChar10 =
  ':A-Za-z_' +
  '\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF' +
  '\u0370-\u037D' +
  '\u037F-\u0486\u0488-\u1FFF' +  // split to exclude \u0487
  '\u200C-\u200D' +
  '\u2070-\u218F' +
  '\u2C00-\u2FEF' +
  '\u3001-\uD7FF' +
  '\uF900-\uFDCF' +
  '\uFDF0-\uFFFD';

const nameChar10 =
  nameStartChar10 +
  '\\-\\.\\d' +
  '\u00B7' +
  '\u0300-\u036F' +
  '\u203F-\u2040';

// ---------------------------------------------------------------------------
// Character class strings — XML 1.1
//
// Differences from XML 1.0:
//
// NameStartChar:
//   1.0 has split ranges: \u00C0-\u00D6, \u00D8-\u00F6, \u00F8-\u02FF
//   1.1 merges them into: \u00C0-\u02FF
//   (\u00D7 x and \u00F7 / are division symbols, excluded in both versions)
//
//   1.0 tops out at \uFFFD (BMP only)
//   1.1 adds \u{10000}-\u{EFFFF} (supplementary planes)
//   These require the /u flag on the RegExp — see buildRegexes below.
//
// NameChar:
//   1.1 adds \u0487 (Combining Cyrillic Millions Sign, added in Unicode 4.0)
// ---------------------------------------------------------------------------

const nameStartChar11 =
  ':A-Za-z_' +
  '\u00C0-\u02FF' +                    // merged — 1.0 had three split ranges here
  '\u0370-\u037D' +
  '\u037F-\u0486\u0488-\u1FFF' +       // split to exclude \u0487 (combining mark, never a NameStartChar)
  '\u200C-\u200D' +
  '\u2070-\u218F' +
  '\u2C00-\u2FEF' +
  '\u3001-\uD7FF' +
  '\uF900-\uFDCF' +
  '\uFDF0-\uFFFD' +
  '\u{10000}-\u{EFFFF}';     // supplementary planes — REQUIRES /u flag on RegExp

const nameChar11 =
  nameStartChar11 +
  '\\-\\.\\d' +
  '\u00B7' +
  '\u0300-\u036F' +
  '\u0487' +                 // Combining Cyrillic Millions Sign — valid in 1.1, not 1.0
  '\u203F-\u2040';

// ---------------------------------------------------------------------------
// Regex builders
//
// XML 1.0 regexes: no flags — BMP only, standard JS regex behaviour.
// XML 1.1 regexes: /u flag — required for \u{10000}-\u{EFFFF} to match actual
//   supplementary code points rather than lone surrogates (which are illegal XML).
// ---------------------------------------------------------------------------

const buildRegexes = (startChar, char, flags = '') => {
  const ncStart = startChar.replace(':', '');
  const ncChar = char.replace(':', '');
  const ncNamePat = `[${ncStart}][${ncChar}]*`;

  return {
    name: new RegExp(`^[${startChar}][${char}]*$`, flags),
    ncName: new RegExp(`^${ncNamePat}$`, flags),
    qName: new RegExp(`^${ncNamePat}(?::${ncNamePat})?$`, flags),
    nmToken: new RegExp(`^[${char}]+$`, flags),
    nmTokens: new RegExp(`^[${char}]+(?:\\s+[${char}]+)*$`, flags),
  };
};

const regexes10 = buildRegexes(nameStartChar10, nameChar10);       // no /u — BMP only
const regexes11 = buildRegexes(nameStartChar11, nameChar11, 'u');  // /u — enables \u{10000}-\u{EFFFF}

// ---------------------------------------------------------------------------
// ASCII-only fast path (opt-in, off by default)
//
// The XML 1.0 vs 1.1 NameStartChar/NameChar productions differ *only* in
// their non-ASCII ranges (merged vs split Latin-1 ranges, \u0487, and
// supplementary planes). Restricted to ASCII, both versions collapse to the
// same character classes, so a single regex pair covers both xmlVersion
// values — no /u flag needed.
//
// Rationale: unicode-aware regexes (the /u flag, required for XML 1.1's
// supplementary-plane range) are measurably slower in V8 than plain
// non-unicode regexes on the same input, even when the input is pure ASCII.
// For the common case — HTML/SVG ids, XML tags — names are ASCII, so callers
// who know this can opt in to skip the unicode-aware matching path entirely.
// This is a real but *conditional* win: mainly for XML 1.1 input (avoids /u),
// or at scale where the larger unicode character classes add engine
// overhead. It also changes behaviour (rejects legitimate non-ASCII XML
// 1.0/1.1 names), so it must never be silently enabled — hence off by
// default.
// ---------------------------------------------------------------------------

const nameStartCharAscii = ':A-Za-z_';
const nameCharAscii = nameStartCharAscii + '\\-\\.\\d';

const regexesAscii = buildRegexes(nameStartCharAscii, nameCharAscii); // no /u — ASCII only

const getRegexes = (xmlVersion = '1.0', asciiOnly = false) => {
  if (asciiOnly) return regexesAscii;
  return xmlVersion === '1.1' ? regexes11 : regexes10;
};

// ---------------------------------------------------------------------------
// Boolean validators
// ---------------------------------------------------------------------------

/**
 * Returns true if the string is a valid XML Name.
 * Colons are allowed anywhere (Name production).
 * Used for: DOCTYPE entity names, notation names, DTD element declarations.
 *
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 *   asciiOnly: skip unicode-aware matching, ASCII names only (default false).
 */
const src_name = (str, { xmlVersion = '1.0', asciiOnly = false } = {}) =>
  getRegexes(xmlVersion, asciiOnly).name.test(str);

/**
 * Returns true if the string is a valid NCName (Non-Colonized Name).
 * Colons are not permitted.
 * Used for: namespace prefixes, local names, SVG id attributes.
 *
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 *   asciiOnly: skip unicode-aware matching, ASCII names only (default false).
 */
const ncName = (str, { xmlVersion = '1.0', asciiOnly = false } = {}) =>
  getRegexes(xmlVersion, asciiOnly).ncName.test(str);

/**
 * Returns true if the string is a valid QName (Qualified Name).
 * Allows exactly one colon as a prefix separator: prefix:localName.
 * Used for: element and attribute names in namespace-aware XML/SVG.
 *
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 *   asciiOnly: skip unicode-aware matching, ASCII names only (default false).
 */
const qName = (str, { xmlVersion = '1.0', asciiOnly = false } = {}) =>
  getRegexes(xmlVersion, asciiOnly).qName.test(str);

/**
 * Returns true if the string is a valid NMToken.
 * Like Name but no restriction on the first character.
 * Used for: DTD NMTOKEN attribute values.
 *
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 *   asciiOnly: skip unicode-aware matching, ASCII names only (default false).
 */
const nmToken = (str, { xmlVersion = '1.0', asciiOnly = false } = {}) =>
  getRegexes(xmlVersion, asciiOnly).nmToken.test(str);

/**
 * Returns true if the string is a valid NMTokens value.
 * A whitespace-separated list of NMToken values.
 * Used for: DTD NMTOKENS attribute values.
 *
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 *   asciiOnly: skip unicode-aware matching, ASCII names only (default false).
 */
const nmTokens = (str, { xmlVersion = '1.0', asciiOnly = false } = {}) =>
  getRegexes(xmlVersion, asciiOnly).nmTokens.test(str);

// ---------------------------------------------------------------------------
// Memoized validator factory
//
// Real documents reuse a small vocabulary of tag/attribute names across many
// siblings (e.g. `id`, `class`, `href` repeated across hundreds of elements).
// The plain boolean validators above re-run the regex on every call
// regardless of repeats. `createValidator` returns a closure with a private
// string -> boolean cache, so repeated names after the first become O(1)
// lookups instead of regex tests.
//
// - opts (xmlVersion, asciiOnly) are fixed at creation time, so the regex is
//   resolved once, not on every call.
// - The cache is private to the returned closure — no shared/global state,
//   no cross-caller pollution.
// - `maxCacheSize` bounds memory: once the cache reaches this many entries,
//   it stops accepting new ones (existing entries keep serving hits; new
//   misses just fall through to the regex, uncached). This avoids unbounded
//   growth against adversarial/high-cardinality input (e.g. validating
//   attacker-supplied names with no repeats) without the cost/complexity of
//   a full LRU, and without the perf cliff of reset-and-refill thrashing.
// - Call `.reset()` on the returned function to clear the cache manually
//   (e.g. between unrelated parse calls).
// ---------------------------------------------------------------------------

const PRODUCTIONS = (/* unused pure expression or super */ null && (['name', 'ncName', 'qName', 'nmToken', 'nmTokens']));

/**
 * Returns a memoized boolean validator function for a single production,
 * with opts fixed at creation time.
 *
 * @param {'name'|'ncName'|'qName'|'nmToken'|'nmTokens'} production
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean, maxCacheSize?: number }} [opts]
 *   maxCacheSize: max number of distinct strings to cache (default 2048).
 *   Once reached, new strings are validated but not cached; existing cached
 *   entries keep being served.
 * @returns {((str: string) => boolean) & { reset: () => void }}
 */
const createValidator = (production, { xmlVersion = '1.0', asciiOnly = false, maxCacheSize = 2048 } = {}) => {
  if (!PRODUCTIONS.includes(production)) {
    throw new TypeError(
      `Unknown production "${production}". Must be one of: ${PRODUCTIONS.join(', ')}`
    );
  }

  const regex = getRegexes(xmlVersion, asciiOnly)[production];
  let cache = new Map();

  const validator = (str) => {
    const cached = cache.get(str);
    if (cached !== undefined) return cached;

    const result = regex.test(str);
    if (cache.size < maxCacheSize) cache.set(str, result);
    return result;
  };

  validator.reset = () => { cache = new Map(); };

  return validator;
};

// ---------------------------------------------------------------------------
// Diagnostic validator
// ---------------------------------------------------------------------------

/**
 * Validates a string against a named production and returns a detailed result.
 *
 * @param {string} str
 * @param {'name'|'ncName'|'qName'|'nmToken'|'nmTokens'} production
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 * @returns {{ valid: boolean, production: string, input: string, reason?: string, position?: number }}
 */
const validate = (str, production, { xmlVersion = '1.0', asciiOnly = false } = {}) => {
  if (!PRODUCTIONS.includes(production)) {
    throw new TypeError(
      `Unknown production "${production}". Must be one of: ${PRODUCTIONS.join(', ')}`
    );
  }

  const validators = { name: src_name, ncName, qName, nmToken, nmTokens };
  const isValid = validators[production](str, { xmlVersion, asciiOnly });

  if (isValid) return { valid: true, production, input: str };

  let reason = 'Does not match the production rules';
  let position;

  // Diagnostic fallback char checks must mirror the same character set the
  // boolean validator above used, or the reported reason/position could
  // contradict the `valid: false` result (e.g. flagging a char as illegal
  // that the unicode-aware check would have accepted).
  const startCharPattern = asciiOnly ? /^[:A-Za-z_]/ : /^[:A-Za-z_\u00C0-\uFFFD]/;
  const namePattern = asciiOnly ? /[\w\-\\.:]/ : /[\w\-\\.:\u00B7\u00C0-\uFFFD]/;

  if (str.length === 0) {
    reason = 'Input is empty';
  } else if (production === 'ncName' && str.includes(':')) {
    position = str.indexOf(':');
    reason = 'Colon is not allowed in NCName';
  } else if (production === 'qName' && str.startsWith(':')) {
    reason = 'QName cannot start with a colon';
    position = 0;
  } else if (production === 'qName' && str.endsWith(':')) {
    reason = 'QName cannot end with a colon';
    position = str.length - 1;
  } else if (production === 'qName' && (str.match(/:/g) || []).length > 1) {
    reason = 'QName can have at most one colon';
    position = str.lastIndexOf(':');
  } else if (
    ['name', 'ncName', 'qName'].includes(production) &&
    !startCharPattern.test(str[0])
  ) {
    reason = `First character "${str[0]}" is not a valid NameStartChar`;
    position = 0;
  } else {
    for (let i = 0; i < str.length; i++) {
      if (!namePattern.test(str[i])) {
        reason = `Character "${str[i]}" at position ${i} is not a valid NameChar`;
        position = i;
        break;
      }
    }
  }

  return { valid: false, production, input: str, reason, position };
};

// ---------------------------------------------------------------------------
// Batch validator
// ---------------------------------------------------------------------------

/**
 * Validates an array of strings against a named production.
 *
 * @param {string[]} strings
 * @param {'name'|'ncName'|'qName'|'nmToken'|'nmTokens'} production
 * @param {{ xmlVersion?: '1.0'|'1.1', asciiOnly?: boolean }} [opts]
 * @returns {Array<{ valid: boolean, production: string, input: string, reason?: string, position?: number }>}
 */
const validateAll = (strings, production, opts = {}) =>
  strings.map(str => validate(str, production, opts));

// ---------------------------------------------------------------------------
// Sanitizer
// ---------------------------------------------------------------------------

/**
 * Transforms an invalid string into the nearest valid XML name for the given production.
 *
 * @param {string} str
 * @param {'name'|'ncName'|'qName'|'nmToken'|'nmTokens'} production
 * @param {{ replacement?: string, asciiOnly?: boolean }} [opts]
 *   asciiOnly: also replace any non-ASCII character, not just XML-illegal
 *   ones (default false).
 * @returns {string}
 */
const sanitize = (str, production = 'name', { replacement = '_', asciiOnly = false } = {}) => {
  if (!str) return replacement;

  let result = str;

  // Strip colons for NCName
  if (production === 'ncName') {
    result = result.replace(/:/g, '');
  }

  // Replace illegal characters
  const allowedCharPattern = asciiOnly ? /[^\w\-\.:]/g : /[^\w\-\.:\u00B7\u00C0-\uFFFD]/g;
  result = result.replace(allowedCharPattern, replacement);

  // Fix invalid start character for Name / NCName / QName
  if (production !== 'nmToken' && production !== 'nmTokens') {
    if (/^[\-\.\d]/.test(result)) {
      result = replacement + result;
    }
  }

  return result || replacement;
};
;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/xmlparser/DocTypeReader.js


class DocTypeReader {
    constructor(options, xmlVersion) {
        this.suppressValidationErr = !options;
        this.options = options;
        this.xmlVersion = xmlVersion || 1.0;
    }

    setXmlVersion(xmlVersion = 1.0) {
        this.xmlVersion = xmlVersion;
    }
    readDocType(xmlData, i) {
        const entities = Object.create(null);
        let entityCount = 0;

        if (xmlData[i + 3] === 'O' &&
            xmlData[i + 4] === 'C' &&
            xmlData[i + 5] === 'T' &&
            xmlData[i + 6] === 'Y' &&
            xmlData[i + 7] === 'P' &&
            xmlData[i + 8] === 'E') {
            i = i + 9;
            let angleBracketsCount = 1;
            let hasBody = false, comment = false;
            let quoteChar = null; // tracks an open SYSTEM/PUBLIC literal before the '[' body
            let exp = "";
            for (; i < xmlData.length; i++) {
                // Inside a quoted external-identifier literal — XML allows '<'
                // and '>' as plain data here, so they must not be interpreted
                // as DOCTYPE structure until the matching quote closes.
                if (quoteChar !== null) {
                    if (xmlData[i] === quoteChar) quoteChar = null;
                    exp += xmlData[i];
                    continue;
                }
                if (!hasBody && !comment && (xmlData[i] === '"' || xmlData[i] === "'")) {
                    quoteChar = xmlData[i];
                    exp += xmlData[i];
                    continue;
                }

                if (xmlData[i] === '<' && !comment) { //Determine the tag type
                    if (hasBody && hasSeq(xmlData, "!ENTITY", i)) {
                        i += 7;
                        let entityName, val;
                        [entityName, val, i] = this.readEntityExp(xmlData, i + 1, this.suppressValidationErr);
                        if (val.indexOf("&") === -1) { //Parameter entities are not supported
                            if (this.options.enabled !== false &&
                                this.options.maxEntityCount != null &&
                                entityCount >= this.options.maxEntityCount) {
                                throw new Error(
                                    `Entity count (${entityCount + 1}) exceeds maximum allowed (${this.options.maxEntityCount})`
                                );
                            }
                            //const escaped = entityName.replace(/[.\-+*:]/g, '\\.');
                            //const escaped = entityName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
                            entities[entityName] = val;
                            entityCount++;
                        }
                    }
                    else if (hasBody && hasSeq(xmlData, "!ELEMENT", i)) {
                        i += 8;//Not supported
                        const { index } = this.readElementExp(xmlData, i + 1);
                        i = index;
                    } else if (hasBody && hasSeq(xmlData, "!ATTLIST", i)) {
                        i += 8;//Not supported
                        // const {index} = this.readAttlistExp(xmlData,i+1);
                        // i = index;
                    } else if (hasBody && hasSeq(xmlData, "!NOTATION", i)) {
                        i += 9;//Not supported
                        const { index } = this.readNotationExp(xmlData, i + 1, this.suppressValidationErr);
                        i = index;
                    } else if (hasSeq(xmlData, "!--", i)) comment = true;
                    else throw new Error(`Invalid DOCTYPE`);

                    angleBracketsCount++;
                    exp = "";
                } else if (xmlData[i] === '>') { //Read tag content
                    if (comment) {
                        if (xmlData[i - 1] === "-" && xmlData[i - 2] === "-") {
                            comment = false;
                            angleBracketsCount--;
                        }
                    } else {
                        angleBracketsCount--;
                    }
                    if (angleBracketsCount === 0) {
                        break;
                    }
                } else if (xmlData[i] === '[') {
                    hasBody = true;
                } else {
                    exp += xmlData[i];
                }
            }
            if (quoteChar !== null || angleBracketsCount !== 0) {
                throw new Error(`Unclosed DOCTYPE`);
            }
        } else {
            throw new Error(`Invalid Tag instead of DOCTYPE`);
        }
        return { entities, i };
    }
    readEntityExp(xmlData, i) {
        //External entities are not supported
        //    <!ENTITY ext SYSTEM "http://normal-website.com" >

        //Parameter entities are not supported
        //    <!ENTITY entityname "&anotherElement;">

        //Internal entities are supported
        //    <!ENTITY entityname "replacement text">

        // Skip leading whitespace after <!ENTITY
        i = skipWhitespace(xmlData, i);

        // Read entity name
        const startIndex = i;
        while (i < xmlData.length && !/\s/.test(xmlData[i]) && xmlData[i] !== '"' && xmlData[i] !== "'") {
            i++;
        }
        let entityName = xmlData.substring(startIndex, i);

        validateEntityName(entityName, { xmlVersion: this.xmlVersion });

        // Skip whitespace after entity name
        i = skipWhitespace(xmlData, i);

        // Check for unsupported constructs (external entities or parameter entities)
        if (!this.suppressValidationErr) {
            if (xmlData.substring(i, i + 6).toUpperCase() === "SYSTEM") {
                throw new Error("External entities are not supported");
            } else if (xmlData[i] === "%") {
                throw new Error("Parameter entities are not supported");
            }
        }

        // Read entity value (internal entity)
        let entityValue = "";
        [i, entityValue] = this.readIdentifierVal(xmlData, i, "entity");

        // Validate entity size
        if (this.options.enabled !== false &&
            this.options.maxEntitySize != null &&
            entityValue.length > this.options.maxEntitySize) {
            throw new Error(
                `Entity "${entityName}" size (${entityValue.length}) exceeds maximum allowed size (${this.options.maxEntitySize})`
            );
        }

        i--;
        return [entityName, entityValue, i];
    }

    readNotationExp(xmlData, i) {
        // Skip leading whitespace after <!NOTATION
        i = skipWhitespace(xmlData, i);

        // Read notation name

        const startIndex = i;
        while (i < xmlData.length && !/\s/.test(xmlData[i])) {
            i++;
        }
        let notationName = xmlData.substring(startIndex, i);

        !this.suppressValidationErr && validateEntityName(notationName, { xmlVersion: this.xmlVersion });

        // Skip whitespace after notation name
        i = skipWhitespace(xmlData, i);

        // Check identifier type (SYSTEM or PUBLIC)
        const identifierType = xmlData.substring(i, i + 6).toUpperCase();
        if (!this.suppressValidationErr && identifierType !== "SYSTEM" && identifierType !== "PUBLIC") {
            throw new Error(`Expected SYSTEM or PUBLIC, found "${identifierType}"`);
        }
        i += identifierType.length;

        // Skip whitespace after identifier type
        i = skipWhitespace(xmlData, i);

        // Read public identifier (if PUBLIC)
        let publicIdentifier = null;
        let systemIdentifier = null;

        if (identifierType === "PUBLIC") {
            [i, publicIdentifier] = this.readIdentifierVal(xmlData, i, "publicIdentifier");

            // Skip whitespace after public identifier
            i = skipWhitespace(xmlData, i);

            // Optionally read system identifier
            if (xmlData[i] === '"' || xmlData[i] === "'") {
                [i, systemIdentifier] = this.readIdentifierVal(xmlData, i, "systemIdentifier");
            }
        } else if (identifierType === "SYSTEM") {
            // Read system identifier (mandatory for SYSTEM)
            [i, systemIdentifier] = this.readIdentifierVal(xmlData, i, "systemIdentifier");

            if (!this.suppressValidationErr && !systemIdentifier) {
                throw new Error("Missing mandatory system identifier for SYSTEM notation");
            }
        }

        return { notationName, publicIdentifier, systemIdentifier, index: --i };
    }

    readIdentifierVal(xmlData, i, type) {
        let identifierVal = "";
        const startChar = xmlData[i];
        if (startChar !== '"' && startChar !== "'") {
            throw new Error(`Expected quoted string, found "${startChar}"`);
        }
        i++;

        const startIndex = i;
        while (i < xmlData.length && xmlData[i] !== startChar) {
            i++;
        }
        identifierVal = xmlData.substring(startIndex, i);

        if (xmlData[i] !== startChar) {
            throw new Error(`Unterminated ${type} value`);
        }
        i++;
        return [i, identifierVal];
    }

    readElementExp(xmlData, i) {
        // <!ELEMENT br EMPTY>
        // <!ELEMENT div ANY>
        // <!ELEMENT title (#PCDATA)>
        // <!ELEMENT book (title, author+)>
        // <!ELEMENT name (content-model)>

        // Skip leading whitespace after <!ELEMENT
        i = skipWhitespace(xmlData, i);

        // Read element name
        const startIndex = i;
        while (i < xmlData.length && !/\s/.test(xmlData[i])) {
            i++;
        }
        let elementName = xmlData.substring(startIndex, i);

        // Validate element name
        if (!this.suppressValidationErr && !qName(elementName, { xmlVersion: this.xmlVersion })) {
            throw new Error(`Invalid element name: "${elementName}"`);
        }

        // Skip whitespace after element name
        i = skipWhitespace(xmlData, i);
        let contentModel = "";
        // Expect '(' to start content model
        if (xmlData[i] === "E" && hasSeq(xmlData, "MPTY", i)) i += 4;
        else if (xmlData[i] === "A" && hasSeq(xmlData, "NY", i)) i += 2;
        else if (xmlData[i] === "(") {
            i++; // Move past '('

            // Read content model
            const startIndex = i;
            while (i < xmlData.length && xmlData[i] !== ")") {
                i++;
            }
            contentModel = xmlData.substring(startIndex, i);

            if (xmlData[i] !== ")") {
                throw new Error("Unterminated content model");
            }

        } else if (!this.suppressValidationErr) {
            throw new Error(`Invalid Element Expression, found "${xmlData[i]}"`);
        }

        return {
            elementName,
            contentModel: contentModel.trim(),
            index: i
        };
    }

    readAttlistExp(xmlData, i) {
        // Skip leading whitespace after <!ATTLIST
        i = skipWhitespace(xmlData, i);

        // Read element name
        let startIndex = i;
        while (i < xmlData.length && !/\s/.test(xmlData[i])) {
            i++;
        }
        let elementName = xmlData.substring(startIndex, i);

        // Validate element name
        validateEntityName(elementName, { xmlVersion: this.xmlVersion })

        // Skip whitespace after element name
        i = skipWhitespace(xmlData, i);

        // Read attribute name
        startIndex = i;
        while (i < xmlData.length && !/\s/.test(xmlData[i])) {
            i++;
        }
        let attributeName = xmlData.substring(startIndex, i);

        // Validate attribute name
        if (!validateEntityName(attributeName, { xmlVersion: this.xmlVersion })) {
            throw new Error(`Invalid attribute name: "${attributeName}"`);
        }

        // Skip whitespace after attribute name
        i = skipWhitespace(xmlData, i);

        // Read attribute type
        let attributeType = "";
        if (xmlData.substring(i, i + 8).toUpperCase() === "NOTATION") {
            attributeType = "NOTATION";
            i += 8; // Move past "NOTATION"

            // Skip whitespace after "NOTATION"
            i = skipWhitespace(xmlData, i);

            // Expect '(' to start the list of notations
            if (xmlData[i] !== "(") {
                throw new Error(`Expected '(', found "${xmlData[i]}"`);
            }
            i++; // Move past '('

            // Read the list of allowed notations
            let allowedNotations = [];
            while (i < xmlData.length && xmlData[i] !== ")") {


                const startIndex = i;
                while (i < xmlData.length && xmlData[i] !== "|" && xmlData[i] !== ")") {
                    i++;
                }
                let notation = xmlData.substring(startIndex, i);

                // Validate notation name
                notation = notation.trim();
                if (!validateEntityName(notation, { xmlVersion: this.xmlVersion })) {
                    throw new Error(`Invalid notation name: "${notation}"`);
                }

                allowedNotations.push(notation);

                // Skip '|' separator or exit loop
                if (xmlData[i] === "|") {
                    i++; // Move past '|'
                    i = skipWhitespace(xmlData, i); // Skip optional whitespace after '|'
                }
            }

            if (xmlData[i] !== ")") {
                throw new Error("Unterminated list of notations");
            }
            i++; // Move past ')'

            // Store the allowed notations as part of the attribute type
            attributeType += " (" + allowedNotations.join("|") + ")";
        } else {
            // Handle simple types (e.g., CDATA, ID, IDREF, etc.)
            const startIndex = i;
            while (i < xmlData.length && !/\s/.test(xmlData[i])) {
                i++;
            }
            attributeType += xmlData.substring(startIndex, i);

            // Validate simple attribute type
            const validTypes = ["CDATA", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS"];
            if (!this.suppressValidationErr && !validTypes.includes(attributeType.toUpperCase())) {
                throw new Error(`Invalid attribute type: "${attributeType}"`);
            }
        }

        // Skip whitespace after attribute type
        i = skipWhitespace(xmlData, i);

        // Read default value
        let defaultValue = "";
        if (xmlData.substring(i, i + 8).toUpperCase() === "#REQUIRED") {
            defaultValue = "#REQUIRED";
            i += 8;
        } else if (xmlData.substring(i, i + 7).toUpperCase() === "#IMPLIED") {
            defaultValue = "#IMPLIED";
            i += 7;
        } else {
            [i, defaultValue] = this.readIdentifierVal(xmlData, i, "ATTLIST");
        }

        return {
            elementName,
            attributeName,
            attributeType,
            defaultValue,
            index: i
        }
    }
}



const skipWhitespace = (data, index) => {
    while (index < data.length && /\s/.test(data[index])) {
        index++;
    }
    return index;
};



function hasSeq(data, seq, i) {
    for (let j = 0; j < seq.length; j++) {
        if (seq[j] !== data[i + j + 1]) return false;
    }
    return true;
}

function validateEntityName(name, xmlVersion) {
    if (qName(name, { xmlVersion: xmlVersion }))
        return name;
    else
        throw new Error(`Invalid entity name ${name}`);
}
;// CONCATENATED MODULE: ./node_modules/anynum/digitTable.js
/**
 * Flat lookup table: maps Unicode code point → ASCII digit (0-9).
 * Only decimal digit characters (Unicode category Nd) are included.
 *
 * Strategy: Int32Array of size (maxCodePoint - minCodePoint + 1).
 * Value 0xFF means "not a digit". Value 0-9 is the ASCII digit value.
 * This gives O(1) lookup with no branching, no bisect, no loop.
 *
 * Memory: range is 0x0660 to 0x1FBF0 → ~129,936 entries × 1 byte = ~127 KB.
 * Acceptable for a one-time init; lookup is a single array index.
 */

// All known Unicode Nd (decimal digit) script zero code points.
// Each script has exactly 10 consecutive digits: zero+0 .. zero+9.
const SCRIPT_ZEROS = [
  // Basic Latin (ASCII) — included for completeness / pass-through
  0x0030, // 0-9

  // Arabic scripts
  0x0660, // Arabic-Indic ٠١٢٣٤٥٦٧٨٩
  0x06F0, // Extended Arabic-Indic (Urdu/Persian/Sindhi) ۰۱۲۳

  // Indic scripts
  0x0966, // Devanagari ०१२३४५६७८९
  0x09E6, // Bengali ০১২৩৪৫৬৭৮৯
  0x0A66, // Gurmukhi ੦੧੨੩੪੫੬੭੮੯
  0x0AE6, // Gujarati ૦૧૨૩૪૫૬૭૮૯
  0x0B66, // Odia ୦୧୨୩୪୫୬୭୮୯
  0x0BE6, // Tamil ௦௧௨௩௪௫௬௭௮௯
  0x0C66, // Telugu ౦౧౨౩౪౫౬౭౮౯
  0x0CE6, // Kannada ೦೧೨೩೪೫೬೭೮೯
  0x0D66, // Malayalam ൦൧൨൩൪൫൬൭൮൯
  0x0DE6, // Sinhala Archaic ෦෧෨෩෪෫෬෭෮෯

  // Southeast Asian scripts
  0x0E50, // Thai ๐๑๒๓๔๕๖๗๘๙
  0x0ED0, // Lao ໐໑໒໓໔໕໖໗໘໙
  0x0F20, // Tibetan ༠༡༢༣༤༥༦༧༨༩
  0x1040, // Myanmar ၀၁၂၃၄၅၆၇၈၉
  0x1090, // Myanmar Shan ႐႑႒႓႔႕႖႗႘႙
  0x17E0, // Khmer ០១២៣៤៥៦៧៨៩
  0x1810, // Mongolian ᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙
  0x1946, // Limbu ᥆᥇᥈᥉᥊᥋᥌᥍᥎᥏
  0x19D0, // New Tai Lue ᧐᧑᧒᧓᧔᧕᧖᧗᧘᧙
  0x1A80, // Tai Tham Hora ᪀᪁᪂᪃᪄᪅᪆᪇᪈᪉
  0x1A90, // Tai Tham Tham ᪐᪑᪒᪓᪔᪕᪖᪗᪘᪙
  0x1B50, // Balinese ᭐᭑᭒᭓᭔᭕᭖᭗᭘᭙
  0x1BB0, // Sundanese ᮰᮱᮲᮳᮴᮵᮶᮷᮸᮹
  0x1C40, // Lepcha ᱀᱁᱂᱃᱄᱅᱆᱇᱈᱉
  0x1C50, // Ol Chiki ᱐᱑᱒᱓᱔᱕᱖᱗᱘᱙

  // Fullwidth (CJK context)
  0xFF10, // Fullwidth ０１２３４５６７８９

  // Mathematical digit variants (Unicode math block)
  0x1D7CE, // Mathematical Bold
  0x1D7D8, // Mathematical Double-Struck
  0x1D7E2, // Mathematical Sans-Serif
  0x1D7EC, // Mathematical Sans-Serif Bold
  0x1D7F6, // Mathematical Monospace

  // Other scripts
  0x104A0, // Osmanya 𐒠𐒡𐒢𐒣𐒤𐒥𐒦𐒧𐒨𐒩
  0x10D30, // Hanifi Rohingya 𐴰𐴱𐴲𐴳𐴴𐴵𐴶𐴷𐴸𐴹
  0x11066, // Brahmi 𑁦𑁧𑁨𑁩𑁪𑁫𑁬𑁭𑁮𑁯
  0x110F0, // Sora Sompeng 𑃰𑃱𑃲𑃳𑃴𑃵𑃶𑃷𑃸𑃹
  0x11136, // Chakma 𑄶𑄷𑄸𑄹𑄺𑄻𑄼𑄽𑄾𑄿
  0x111D0, // Sharada 𑇐𑇑𑇒𑇓𑇔𑇕𑇖𑇗𑇘𑇙
  0x112F0, // Khudawadi 𑋰𑋱𑋲𑋳𑋴𑋵𑋶𑋷𑋸𑋹
  0x11450, // Newa 𑑐𑑑𑑒𑑓𑑔𑑕𑑖𑑗𑑘𑑙
  0x114D0, // Tirhuta 𑓐𑓑𑓒𑓓𑓔𑓕𑓖𑓗𑓘𑓙
  0x11650, // Modi 𑙐𑙑𑙒𑙓𑙔𑙕𑙖𑙗𑙘𑙙
  0x116C0, // Takri 𑛀𑛁𑛂𑛃𑛄𑛅𑛆𑛇𑛈𑛉
  0x11730, // Ahom 𑜰𑜱𑜲𑜳𑜴𑜵𑜶𑜷𑜸𑜹
  0x118E0, // Warang Citi 𑣠𑣡𑣢𑣣𑣤𑣥𑣦𑣧𑣨𑣩
  0x11950, // Dives Akuru 𑥐𑥑𑥒𑥓𑥔𑥕𑥖𑥗𑥘𑥙
  0x11BF0, // Khitan Small Script 𑯰𑯱𑯲𑯳𑯴𑯵𑯶𑯷𑯸𑯹
  0x11C50, // Bhaiksuki 𑱐𑱑𑱒𑱓𑱔𑱕𑱖𑱗𑱘𑱙
  0x11D50, // Masaram Gondi 𑵐𑵑𑵒𑵓𑵔𑵕𑵖𑵗𑵘𑵙
  0x11DA0, // Gunjala Gondi 𑶠𑶡𑶢𑶣𑶤𑶥𑶦𑶧𑶨𑶩
  0x11F50, // Kawi 𑽐𑽑𑽒𑽓𑽔𑽕𑽖𑽗𑽘𑽙
  0x16A60, // Mro 𖩠𖩡𖩢𖩣𖩤𖩥𖩦𖩧𖩨𖩩
  0x16AC0, // Tangsa 𖫀𖫁𖫂𖫃𖫄𖫅𖫆𖫇𖫈𖫉
  0x16B50, // Pahawh Hmong 𖭐𖭑𖭒𖭓𖭔𖭕𖭖𖭗𖭘𖭙
  0x1E140, // Nyiakeng Puachue Hmong 𞅀𞅁𞅂𞅃𞅄𞅅𞅆𞅇𞅈𞅉
  0x1E2F0, // Wancho 𞋰𞋱𞋲𞋳𞋴𞋵𞋶𞋷𞋸𞋹
  0x1E4F0, // Nag Mundari 𞓰𞓱𞓲𞓳𞓴𞓵𞓶𞓷𞓸𞓹
  0x1E950, // Adlam 𞥐𞥑𞥒𞥓𞥔𞥕𞥖𞥗𞥘𞥙
  0x1FBF0, // Segmented digit symbols 🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹
];

// Build a sparse Map for scripts above 0xFFFF (surrogate-pair range).
// These can't go into a flat Uint8Array indexed by code point efficiently.
const NOT_DIGIT = 0xFF;
const HIGH_MAP = new Map(); // codePoint → digit value (0-9)

const LOW_MAX = 0xFFFF;
const LOW_MIN = 0x0660; // first non-ASCII digit script

// Flat Uint8Array covering 0x0660 .. 0xFFFF
const TABLE_OFFSET = LOW_MIN;
const TABLE_SIZE = LOW_MAX - LOW_MIN + 1;
const TABLE = new Uint8Array(TABLE_SIZE).fill(NOT_DIGIT);

for (const zero of SCRIPT_ZEROS) {
  for (let d = 0; d < 10; d++) {
    const cp = zero + d;
    if (cp <= LOW_MAX) {
      TABLE[cp - TABLE_OFFSET] = d;
    } else {
      HIGH_MAP.set(cp, d);
    }
  }
}



;// CONCATENATED MODULE: ./node_modules/anynum/anynum.js




const CHAR_0 = 48; // '0'.charCodeAt(0)
const CHAR_9 = 57; // '9'.charCodeAt(0)
const CHAR_MINUS = 45; // '-'.charCodeAt(0)

// Unicode minus/hyphen variants worth normalizing to ASCII '-' in numeric context:
//   U+2212  MINUS SIGN       − (mathematically correct minus)
//   U+FF0D  FULLWIDTH HYPHEN-MINUS  － (Japanese fullwidth context)
//   U+FE63  SMALL HYPHEN-MINUS     ﹣ (small form variant)
//
// NOT normalized (deliberate):
//   U+2013  EN DASH  –  (punctuation, not a numeric sign)
//   U+2014  EM DASH  —  (punctuation)
//   U+2010  HYPHEN   ‐  (typographic hyphen)
//
// Rationale: only characters a human or locale formatter would plausibly use
// as a numeric minus sign are normalized. Dashes used for punctuation are left
// alone to avoid mangling non-numeric strings.
const MINUS_SET = new Set([0x2212, 0xFF0D, 0xFE63]);

/**
 * Normalize all Unicode decimal digit characters in a string to ASCII (0-9),
 * and normalize Unicode minus variants to ASCII '-' (U+002D).
 *
 * Non-digit, non-minus characters are passed through unchanged.
 *
 * Performance design:
 * - Fast path: if the string has no convertible characters, return it unchanged
 *   (zero allocation).
 * - BMP digits (0x0660..0xFFFF excl. surrogates): flat Uint8Array lookup (O(1)).
 * - Supplementary plane digits (> 0xFFFF, encoded as surrogate pairs): Map lookup.
 * - Minus variants: checked inline with a small fixed Set.
 *
 * @param {string} str
 * @returns {string}
 */
function anynum(str) {
  if (typeof str !== 'string') return str;

  const len = str.length;
  if (len === 0) return str;

  // Scan for first character needing conversion.
  // If none found, return original string (zero allocation).
  let firstHit = -1;

  for (let i = 0; i < len; i++) {
    const cc = str.charCodeAt(i);

    // ASCII digit or ASCII minus — already normalized, skip fast
    if ((cc >= CHAR_0 && cc <= CHAR_9) || cc === CHAR_MINUS) continue;

    // Below first unicode digit script — check minus variants only
    if (cc < TABLE_OFFSET) {
      if (MINUS_SET.has(cc)) { firstHit = i; break; }
      continue;
    }

    // Surrogate pairs live in BMP range 0xD800-0xDFFF — check before TABLE
    if (cc >= 0xD800 && cc <= 0xDBFF) {
      if (i + 1 < len) {
        const low = str.charCodeAt(i + 1);
        if (low >= 0xDC00 && low <= 0xDFFF) {
          const cp = 0x10000 + ((cc - 0xD800) << 10) + (low - 0xDC00);
          if (HIGH_MAP.has(cp)) { firstHit = i; break; }
        }
      }
      continue;
    }

    // BMP non-surrogate: flat table lookup; also check minus variants in this range
    if (TABLE[cc - TABLE_OFFSET] !== NOT_DIGIT || MINUS_SET.has(cc)) {
      firstHit = i;
      break;
    }
  }

  // Nothing to replace — return original, zero allocation
  if (firstHit === -1) return str;

  // Build result: copy unchanged prefix, then convert from firstHit onward
  const chars = [];

  if (firstHit > 0) chars.push(str.slice(0, firstHit));

  for (let i = firstHit; i < len; i++) {
    const cc = str.charCodeAt(i);

    // ASCII digit or ASCII minus — pass through
    if ((cc >= CHAR_0 && cc <= CHAR_9) || cc === CHAR_MINUS) {
      chars.push(str[i]);
      continue;
    }

    // Below TABLE_OFFSET — check minus variants, else pass through
    if (cc < TABLE_OFFSET) {
      chars.push(MINUS_SET.has(cc) ? '-' : str[i]);
      continue;
    }

    // Surrogate pairs
    if (cc >= 0xD800 && cc <= 0xDBFF) {
      if (i + 1 < len) {
        const low = str.charCodeAt(i + 1);
        if (low >= 0xDC00 && low <= 0xDFFF) {
          const cp = 0x10000 + ((cc - 0xD800) << 10) + (low - 0xDC00);
          const d = HIGH_MAP.get(cp);
          if (d !== undefined) {
            chars.push(String.fromCharCode(d + 48));
            i++; // consume low surrogate
            continue;
          }
        }
      }
      chars.push(str[i]);
      continue;
    }

    // BMP non-surrogate: flat table lookup + minus variants
    if (MINUS_SET.has(cc)) {
      chars.push('-');
      continue;
    }
    const d = TABLE[cc - TABLE_OFFSET];
    chars.push(d !== NOT_DIGIT ? String.fromCharCode(d + 48) : str[i]);
  }

  return chars.join('');
}


/* harmony default export */ const anynum_anynum = (anynum);
;// CONCATENATED MODULE: ./node_modules/strnum/strnum.js
const hexRegex = /^[-+]?0x[a-fA-F0-9]+$/;
const binRegex = /^0b[01]+$/;
const octRegex = /^0o[0-7]+$/;
const numRegex = /^([\-\+])?(0*)([0-9]*(\.[0-9]*)?)$/;



const consider = {
    hex: true,
    binary: false,
    octal: false,
    leadingZeros: true,
    decimalPoint: "\.",
    eNotation: true,
    //skipLike: /regex/,
    infinity: "original", // "null", "infinity" (Infinity type), "string" ("Infinity" (the string literal))
    unicode: false,
};

function toNumber(str, options = {}) {
    options = Object.assign({}, consider, options);
    if (!str || typeof str !== "string") return str;

    let trimmedStr = str.trim();

    if (trimmedStr.length === 0) return str;
    else if (options.skipLike !== undefined && options.skipLike.test(trimmedStr)) return str;
    else if (trimmedStr === "0") return 0;

    if (options.unicode) {
        trimmedStr = anynum_anynum(trimmedStr);
        if (trimmedStr === "0") return 0; // re-check after normalization
    }
    if (options.hex && hexRegex.test(trimmedStr)) {
        return parse_int(trimmedStr, 16);
    } else if (options.binary && binRegex.test(trimmedStr)) {
        return parse_int(trimmedStr, 2);
    } else if (options.octal && octRegex.test(trimmedStr)) {
        return parse_int(trimmedStr, 8);
    } else if (!isFinite(trimmedStr)) { //Infinity or not a number
        const num = Number(trimmedStr);
        if (Number.isNaN(num)) return str; //not a number: always the original string
        return handleInfinity(str, num, options); //only +/-Infinity reaches here
    } else if (trimmedStr.includes('e') || trimmedStr.includes('E')) { //eNotation
        return resolveEnotation(str, trimmedStr, options);
    } else {
        //separate negative sign, leading zeros, and rest number
        const match = numRegex.exec(trimmedStr);
        // +00.123 => [ , '+', '00', '.123', ..
        if (match) {
            const sign = match[1] || "";
            const leadingZeros = match[2];
            let numTrimmedByZeros = trimZeros(match[3]); //complete num without leading zeros
            const decimalAdjacentToLeadingZeros = sign ? // 0., -00., 000.
                trimmedStr[leadingZeros.length + 1] === "."
                : trimmedStr[leadingZeros.length] === ".";

            //trim ending zeros for floating number
            if (!options.leadingZeros //leading zeros are not allowed
                && (leadingZeros.length > 1
                    || (leadingZeros.length === 1 && !decimalAdjacentToLeadingZeros))) {
                // 00, 00.3, +03.24, 03, 03.24
                return str;
            }
            else {//no leading zeros or leading zeros are allowed
                const num = Number(trimmedStr);
                const parsedStr = String(num);

                if (num === 0) return num;
                if (parsedStr.search(/[eE]/) !== -1) { //given number is long and parsed to eNotation
                    if (options.eNotation) return num;
                    else return str;
                } else if (trimmedStr.indexOf(".") !== -1) { //floating number
                    if (parsedStr === "0") return num; //0.0
                    else if (parsedStr === numTrimmedByZeros) return num; //0.456. 0.79000
                    else if (parsedStr === `${sign}${numTrimmedByZeros}`) return num;
                    else return str;
                }

                let n = leadingZeros ? numTrimmedByZeros : trimmedStr;
                if (leadingZeros) {
                    // -009 => -9
                    return (n === parsedStr) || (sign + n === parsedStr) ? num : str
                } else {
                    // +9
                    return (n === parsedStr) || (n === sign + parsedStr) ? num : str
                }
            }
        } else { //non-numeric string
            return str;
        }
    }
}

const eNotationRegx = /^([-+])?(0*)(\d*(\.\d*)?[eE][-\+]?\d+)$/;
function resolveEnotation(str, trimmedStr, options) {
    if (!options.eNotation) return str;
    const notation = trimmedStr.match(eNotationRegx);
    if (notation) {
        let sign = notation[1] || "";
        const eChar = notation[3].indexOf("e") === -1 ? "E" : "e";
        const leadingZeros = notation[2];
        const eAdjacentToLeadingZeros = sign ? // 0E.
            trimmedStr[leadingZeros.length + 1] === eChar
            : trimmedStr[leadingZeros.length] === eChar;

        if (leadingZeros.length > 1 && eAdjacentToLeadingZeros) return str;
        else if (leadingZeros.length === 1
            && (notation[3].startsWith(`.${eChar}`) || notation[3][0] === eChar)) {
            return Number(trimmedStr);
        } else if (leadingZeros.length > 0) {
            // Has leading zeros — only accept if leadingZeros option allows it
            if (options.leadingZeros && !eAdjacentToLeadingZeros) {
                return Number(trimmedStr); // Number() accepts leading zeros; stripping can leave a mantissa-less ".e0"
            } else return str;
        } else {
            // No leading zeros — always valid e-notation, parse it
            return Number(trimmedStr);
        }
    } else {
        return str;
    }
}

/**
 * 
 * @param {string} numStr without leading zeros
 * @returns 
 */
function trimZeros(numStr) {
    if (numStr && numStr.indexOf(".") !== -1) {//float
        //remove ending zeros without the O(n^2) backtracking that /0+$/ hits
        //when the string doesn't end in 0 but has a long internal zero-run
        let end = numStr.length;
        while (end > 0 && numStr.charCodeAt(end - 1) === 48 /* '0' */) end--;
        numStr = numStr.slice(0, end);
        if (numStr === ".") numStr = "0";
        else if (numStr[0] === ".") numStr = "0" + numStr;
        else if (numStr[numStr.length - 1] === ".") numStr = numStr.substring(0, numStr.length - 1);
        return numStr;
    }
    return numStr;
}

function parse_int(numStr, base) {
    const str = numStr.trim();
    if (base === 2 || base === 8) numStr = str.substring(2);

    if (parseInt) return parseInt(numStr, base);
    else if (Number.parseInt) return Number.parseInt(numStr, base);
    else if (window && window.parseInt) return window.parseInt(numStr, base);
    else throw new Error("parseInt, Number.parseInt, window.parseInt are not supported");
}

/**
 * Handle infinite values based on user option
 * @param {string} str - original input string
 * @param {number} num - parsed number (Infinity or -Infinity)
 * @param {object} options - user options
 * @returns {string|number|null} based on infinity option
 */
function handleInfinity(str, num, options) {
    const isPositive = num === Infinity;

    switch (options.infinity.toLowerCase()) {
        case "null":
            return null;
        case "infinity":
            return num; // Return Infinity or -Infinity
        case "string":
            return isPositive ? "Infinity" : "-Infinity";
        case "original":
        default:
            return str; // Return original string like "1e1000"
    }
}

;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/ignoreAttributes.js
function getIgnoreAttributesFn(ignoreAttributes) {
    if (typeof ignoreAttributes === 'function') {
        return ignoreAttributes
    }
    if (Array.isArray(ignoreAttributes)) {
        return (attrName) => {
            for (const pattern of ignoreAttributes) {
                if (typeof pattern === 'string' && attrName === pattern) {
                    return true
                }
                if (pattern instanceof RegExp && pattern.test(attrName)) {
                    return true
                }
            }
        }
    }
    return () => false
}
;// CONCATENATED MODULE: ./node_modules/path-expression-matcher/src/Matcher.js


/**
 * MatcherView - A lightweight read-only view over a Matcher's internal state.
 *
 * Created once by Matcher and reused across all callbacks. Holds a direct
 * reference to the parent Matcher so it always reflects current parser state
 * with zero copying or freezing overhead.
 *
 * Users receive this via {@link Matcher#readOnly} or directly from parser
 * callbacks. It exposes all query and matching methods but has no mutation
 * methods — misuse is caught at the TypeScript level rather than at runtime.
 *
 * @example
 * const matcher = new Matcher();
 * const view = matcher.readOnly();
 *
 * matcher.push("root", {});
 * view.getCurrentTag(); // "root"
 * view.getDepth();      // 1
 */
class MatcherView {
  /**
   * @param {Matcher} matcher - The parent Matcher instance to read from.
   */
  constructor(matcher) {
    this._matcher = matcher;
  }

  /**
   * Get the path separator used by the parent matcher.
   * @returns {string}
   */
  get separator() {
    return this._matcher.separator;
  }

  /**
   * Get current tag name.
   * @returns {string|undefined}
   */
  getCurrentTag() {
    const path = this._matcher.path;
    return path.length > 0 ? path[path.length - 1].tag : undefined;
  }

  /**
   * Get current namespace.
   * @returns {string|undefined}
   */
  getCurrentNamespace() {
    const path = this._matcher.path;
    return path.length > 0 ? path[path.length - 1].namespace : undefined;
  }

  /**
   * Get current node's attribute value.
   * @param {string} attrName
   * @returns {*}
   */
  getAttrValue(attrName) {
    const path = this._matcher.path;
    if (path.length === 0) return undefined;
    return path[path.length - 1].values?.[attrName];
  }

  /**
   * Check if current node has an attribute.
   * @param {string} attrName
   * @returns {boolean}
   */
  hasAttr(attrName) {
    const path = this._matcher.path;
    if (path.length === 0) return false;
    const current = path[path.length - 1];
    return current.values !== undefined && attrName in current.values;
  }

  /**
   * Get the value of a "kept" attribute from the nearest ancestor (or
   * current node) that declared it via `push(tag, attrs, ns, { keep: [...] })`.
   * @param {string} attrName
   * @returns {*}
   */
  getAnyParentAttr(attrName) {
    return this._matcher.getAnyParentAttr(attrName);
  }

  /**
   * Check whether any ancestor (or the current node) kept the given
   * attribute via `push(tag, attrs, ns, { keep: [...] })`.
   * @param {string} attrName
   * @returns {boolean}
   */
  hasAnyParentAttr(attrName) {
    return this._matcher.hasAnyParentAttr(attrName);
  }

  /**
   * Get current node's sibling position (child index in parent).
   * @returns {number}
   */
  getPosition() {
    const path = this._matcher.path;
    if (path.length === 0) return -1;
    return path[path.length - 1].position ?? 0;
  }

  /**
   * Get current node's repeat counter (occurrence count of this tag name).
   * @returns {number}
   */
  getCounter() {
    const path = this._matcher.path;
    if (path.length === 0) return -1;
    return path[path.length - 1].counter ?? 0;
  }

  /**
   * Get current node's sibling index (alias for getPosition).
   * @returns {number}
   * @deprecated Use getPosition() or getCounter() instead
   */
  getIndex() {
    return this.getPosition();
  }

  /**
   * Get current path depth.
   * @returns {number}
   */
  getDepth() {
    return this._matcher.path.length;
  }

  /**
   * Get path as string.
   * @param {string} [separator] - Optional separator (uses default if not provided)
   * @param {boolean} [includeNamespace=true]
   * @returns {string}
   */
  toString(separator, includeNamespace = true) {
    return this._matcher.toString(separator, includeNamespace);
  }

  /**
   * Get path as array of tag names.
   * @returns {string[]}
   */
  toArray() {
    return this._matcher.path.map(n => n.tag);
  }

  /**
   * Match current path against an Expression.
   * @param {Expression} expression
   * @returns {boolean}
   */
  matches(expression) {
    return this._matcher.matches(expression);
  }

  /**
   * Match any expression in the given set against the current path.
   * @param {ExpressionSet} exprSet
   * @returns {boolean}
   */
  matchesAny(exprSet) {
    return exprSet.matchesAny(this._matcher);
  }
}

/**
 * Matcher - Tracks current path in XML/JSON tree and matches against Expressions.
 *
 * The matcher maintains a stack of nodes representing the current path from root to
 * current tag. It only stores attribute values for the current (top) node to minimize
 * memory usage. Sibling tracking is used to auto-calculate position and counter.
 *
 * Use {@link Matcher#readOnly} to obtain a {@link MatcherView} safe to pass to
 * user callbacks — it always reflects current state with no Proxy overhead.
 *
 * @example
 * const matcher = new Matcher();
 * matcher.push("root", {});
 * matcher.push("users", {});
 * matcher.push("user", { id: "123", type: "admin" });
 *
 * const expr = new Expression("root.users.user");
 * matcher.matches(expr); // true
 */
class Matcher {
  /**
   * Create a new Matcher.
   * @param {Object} [options={}]
   * @param {string} [options.separator='.'] - Default path separator
   */
  constructor(options = {}) {
    this.separator = options.separator || '.';
    this.path = [];
    this.siblingStacks = [];
    // Each path node: { tag, values, position, counter, namespace? }
    // values only present for current (last) node
    // Each siblingStacks entry: Map<tagName, count> tracking occurrences at each level
    this._pathStringCache = null;
    this._view = new MatcherView(this);

    // Kept-attribute stack: only populated when push() is called with options.keep.
    this._keptAttrs = [];
  }

  /**
   * Push a new tag onto the path.
   * @param {string} tagName
   * @param {Object|null} [attrValues=null]
   * @param {string|null} [namespace=null]
   * @param {Object|null} [options=null]
   * @param {string[]} [options.keep] - Names of attributes (from attrValues)
   */
  push(tagName, attrValues = null, namespace = null, options = null) {
    this._pathStringCache = null;

    // Remove values from previous current node (now becoming ancestor)
    if (this.path.length > 0) {
      this.path[this.path.length - 1].values = undefined;
    }

    // Get or create sibling tracking for current level
    const currentLevel = this.path.length;
    let level = this.siblingStacks[currentLevel];
    if (!level) {
      // `counts` tells same-name siblings apart (the "counter" — nth <item>
      // among other <item>s). `total` is every child seen at this level so
      // far, kept as a running number instead of re-added from `counts` on
      // every push — a parent with many differently-named children would
      // otherwise cost more per child the more distinct names it has.
      level = { counts: new Map(), total: 0 };
      this.siblingStacks[currentLevel] = level;
    }

    // Create a unique key for sibling tracking that includes namespace
    const siblingKey = namespace ? `${namespace}:${tagName}` : tagName;

    // Calculate counter (how many times this tag appeared at this level)
    const counter = level.counts.get(siblingKey) || 0;

    // Position = total children at this level seen before this one.
    const position = level.total;

    // Update sibling count for this tag, and the level's running total.
    level.counts.set(siblingKey, counter + 1);
    level.total++;

    // Create new node
    const node = {
      tag: tagName,
      position: position,
      counter: counter
    };

    if (namespace !== null && namespace !== undefined) {
      node.namespace = namespace;
    }

    if (attrValues !== null && attrValues !== undefined) {
      node.values = attrValues;
    }

    this.path.push(node);

    // Depth of the node we just pushed (1-based, matches this.path.length)
    const depth = this.path.length;

    // Copy only the requested attributes into the kept-attrs stack. This is
    // the one part of push() whose cost scales with input (O(keep.length))
    // rather than being O(1) — by design, since the caller is explicitly
    // opting in for specific attribute names. No options/keep => zero added
    // cost beyond the two property reads below.
    const keep = options !== null ? options.keep : null;
    if (keep !== null && keep !== undefined && keep.length > 0 && attrValues) {
      for (let i = 0; i < keep.length; i++) {
        const name = keep[i];
        if (attrValues[name] !== undefined) {
          this._keptAttrs.push({ depth, name, value: attrValues[name] });
        }
      }
    }
  }

  /**
   * Pop the last tag from the path.
   * @returns {Object|undefined} The popped node
   */
  pop() {
    if (this.path.length === 0) return undefined;
    this._pathStringCache = null;

    const node = this.path.pop();

    if (this.siblingStacks.length > this.path.length + 1) {
      this.siblingStacks.length = this.path.length + 1;
    }

    // Drop any kept attributes that belonged to the popped node (or deeper).
    // _keptAttrs is depth-ordered (push only ever appends increasing depths),
    // so this is a backward scan that stops at the first surviving entry —
    // typically O(1) since kept attrs are rare by design.
    const poppedDepth = this.path.length + 1;
    while (
      this._keptAttrs.length > 0 &&
      this._keptAttrs[this._keptAttrs.length - 1].depth >= poppedDepth
    ) {
      this._keptAttrs.pop();
    }

    return node;
  }

  /**
   * Update current node's attribute values.
   * Useful when attributes are parsed after push.
   * @param {Object} attrValues
   */
  updateCurrent(attrValues) {
    if (this.path.length > 0) {
      const current = this.path[this.path.length - 1];
      if (attrValues !== null && attrValues !== undefined) {
        current.values = attrValues;
      }
    }
  }

  /**
   * Get current tag name.
   * @returns {string|undefined}
   */
  getCurrentTag() {
    return this.path.length > 0 ? this.path[this.path.length - 1].tag : undefined;
  }

  /**
   * Get current namespace.
   * @returns {string|undefined}
   */
  getCurrentNamespace() {
    return this.path.length > 0 ? this.path[this.path.length - 1].namespace : undefined;
  }

  /**
   * Get current node's attribute value.
   * @param {string} attrName
   * @returns {*}
   */
  getAttrValue(attrName) {
    if (this.path.length === 0) return undefined;
    return this.path[this.path.length - 1].values?.[attrName];
  }

  /**
   * Check if current node has an attribute.
   * @param {string} attrName
   * @returns {boolean}
   */
  hasAttr(attrName) {
    if (this.path.length === 0) return false;
    const current = this.path[this.path.length - 1];
    return current.values !== undefined && attrName in current.values;
  }

  /**
   * Get the value of a "kept" attribute from the nearest ancestor (or
   * current node) that declared it via `push(tag, attrs, ns, { keep: [...] })`.
   * Unlike getAttrValue(), this works regardless of how deep the path has
   * gone since the attribute was pushed — but only for attribute names that
   * were explicitly marked with `keep` at push time. Cost is proportional to
   * the number of currently-kept attributes (typically 0-3), not path depth.
   * @param {string} attrName
   * @returns {*} the value, or undefined if no ancestor kept this attribute
   */
  getAnyParentAttr(attrName) {
    const kept = this._keptAttrs;
    for (let i = kept.length - 1; i >= 0; i--) {
      if (kept[i].name === attrName) return kept[i].value;
    }
    return undefined;
  }

  /**
   * Check whether any ancestor (or the current node) kept the given
   * attribute via `push(tag, attrs, ns, { keep: [...] })`.
   * @param {string} attrName
   * @returns {boolean}
   */
  hasAnyParentAttr(attrName) {
    const kept = this._keptAttrs;
    for (let i = kept.length - 1; i >= 0; i--) {
      if (kept[i].name === attrName) return true;
    }
    return false;
  }

  /**
   * Get current node's sibling position (child index in parent).
   * @returns {number}
   */
  getPosition() {
    if (this.path.length === 0) return -1;
    return this.path[this.path.length - 1].position ?? 0;
  }

  /**
   * Get current node's repeat counter (occurrence count of this tag name).
   * @returns {number}
   */
  getCounter() {
    if (this.path.length === 0) return -1;
    return this.path[this.path.length - 1].counter ?? 0;
  }

  /**
   * Get current node's sibling index (alias for getPosition).
   * @returns {number}
   * @deprecated Use getPosition() or getCounter() instead
   */
  getIndex() {
    return this.getPosition();
  }

  /**
   * Get current path depth.
   * @returns {number}
   */
  getDepth() {
    return this.path.length;
  }

  /**
   * Get path as string.
   * @param {string} [separator] - Optional separator (uses default if not provided)
   * @param {boolean} [includeNamespace=true]
   * @returns {string}
   */
  toString(separator, includeNamespace = true) {
    const sep = separator || this.separator;
    const isDefault = (sep === this.separator && includeNamespace === true);

    if (isDefault) {
      if (this._pathStringCache !== null) {
        return this._pathStringCache;
      }
      const result = this.path.map(n =>
        (n.namespace) ? `${n.namespace}:${n.tag}` : n.tag
      ).join(sep);
      this._pathStringCache = result;
      return result;
    }

    return this.path.map(n =>
      (includeNamespace && n.namespace) ? `${n.namespace}:${n.tag}` : n.tag
    ).join(sep);
  }

  /**
   * Get path as array of tag names.
   * @returns {string[]}
   */
  toArray() {
    return this.path.map(n => n.tag);
  }

  /**
   * Reset the path to empty.
   */
  reset() {
    this._pathStringCache = null;
    this.path = [];
    this.siblingStacks = [];
    this._keptAttrs = [];
  }

  /**
   * Match current path against an Expression.
   * @param {Expression} expression
   * @returns {boolean}
   */
  matches(expression) {
    const segments = expression.segments;

    if (segments.length === 0) {
      return false;
    }

    if (expression.hasDeepWildcard()) {
      return this._matchWithDeepWildcard(segments);
    }

    return this._matchSimple(segments);
  }

  /**
   * @private
   */
  _matchSimple(segments) {
    if (this.path.length !== segments.length) {
      return false;
    }

    for (let i = 0; i < segments.length; i++) {
      if (!this._matchSegment(segments[i], this.path[i], i === this.path.length - 1)) {
        return false;
      }
    }

    return true;
  }

  /**
   * @private
   */
  _matchWithDeepWildcard(segments) {
    let pathIdx = this.path.length - 1;
    let segIdx = segments.length - 1;

    while (segIdx >= 0 && pathIdx >= 0) {
      const segment = segments[segIdx];

      if (segment.type === 'deep-wildcard') {
        segIdx--;

        if (segIdx < 0) {
          return true;
        }

        const nextSeg = segments[segIdx];
        let found = false;

        for (let i = pathIdx; i >= 0; i--) {
          if (this._matchSegment(nextSeg, this.path[i], i === this.path.length - 1)) {
            pathIdx = i - 1;
            segIdx--;
            found = true;
            break;
          }
        }

        if (!found) {
          return false;
        }
      } else {
        if (!this._matchSegment(segment, this.path[pathIdx], pathIdx === this.path.length - 1)) {
          return false;
        }
        pathIdx--;
        segIdx--;
      }
    }

    return segIdx < 0;
  }

  /**
   * @private
   */
  _matchSegment(segment, node, isCurrentNode) {
    if (segment.tag !== '*' && segment.tag !== node.tag) {
      return false;
    }

    if (segment.namespace !== undefined) {
      if (segment.namespace !== '*' && segment.namespace !== node.namespace) {
        return false;
      }
    }

    if (segment.attrName !== undefined) {
      if (!isCurrentNode) {
        return false;
      }

      if (!node.values || !(segment.attrName in node.values)) {
        return false;
      }

      if (segment.attrValue !== undefined) {
        if (String(node.values[segment.attrName]) !== String(segment.attrValue)) {
          return false;
        }
      }
    }

    if (segment.position !== undefined) {
      if (!isCurrentNode) {
        return false;
      }

      const counter = node.counter ?? 0;

      if (segment.position === 'first' && counter !== 0) {
        return false;
      } else if (segment.position === 'odd' && counter % 2 !== 1) {
        return false;
      } else if (segment.position === 'even' && counter % 2 !== 0) {
        return false;
      } else if (segment.position === 'nth' && counter !== segment.positionValue) {
        return false;
      }
    }

    return true;
  }

  /**
   * Match any expression in the given set against the current path.
   * @param {ExpressionSet} exprSet
   * @returns {boolean}
   */
  matchesAny(exprSet) {
    return exprSet.matchesAny(this);
  }

  /**
   * Create a snapshot of current state.
   * @returns {Object}
   */
  snapshot() {
    return {
      path: this.path.map(node => ({ ...node })),
      siblingStacks: this.siblingStacks.map(level => level ? { counts: new Map(level.counts), total: level.total } : level),
      keptAttrs: this._keptAttrs.map(entry => ({ ...entry }))
    };
  }

  /**
   * Restore state from snapshot.
   * @param {Object} snapshot
   */
  restore(snapshot) {
    this._pathStringCache = null;
    this.path = snapshot.path.map(node => ({ ...node }));
    this.siblingStacks = snapshot.siblingStacks.map(level => level ? { counts: new Map(level.counts), total: level.total } : level);
    this._keptAttrs = (snapshot.keptAttrs || []).map(entry => ({ ...entry }));
  }

  /**
   * Return the read-only {@link MatcherView} for this matcher.
   *
   * The same instance is returned on every call — no allocation occurs.
   * It always reflects the current parser state and is safe to pass to
   * user callbacks without risk of accidental mutation.
   *
   * @returns {MatcherView}
   *
   * @example
   * const view = matcher.readOnly();
   * // pass view to callbacks — it stays in sync automatically
   * view.matches(expr);       // ✓
   * view.getCurrentTag();     // ✓
   * // view.push(...)         // ✗ method does not exist — caught by TypeScript
   */
  readOnly() {
    return this._view;
  }
}

;// CONCATENATED MODULE: ./node_modules/path-expression-matcher/src/Expression.js
/**
 * Expression - Parses and stores a tag pattern expression
 * 
 * Patterns are parsed once and stored in an optimized structure for fast matching.
 * 
 * @example
 * const expr = new Expression("root.users.user");
 * const expr2 = new Expression("..user[id]:first");
 * const expr3 = new Expression("root/users/user", { separator: '/' });
 */
class Expression {
  /**
   * Create a new Expression
   * @param {string} pattern - Pattern string (e.g., "root.users.user", "..user[id]")
   * @param {Object} options - Configuration options
   * @param {string} options.separator - Path separator (default: '.')
   */
  constructor(pattern, options = {}, data) {
    this.pattern = pattern;
    this.separator = options.separator || '.';
    this.segments = this._parse(pattern);
    this.data = data;
    // Cache expensive checks for performance (O(1) instead of O(n))
    this._hasDeepWildcard = this.segments.some(seg => seg.type === 'deep-wildcard');
    this._hasAttributeCondition = this.segments.some(seg => seg.attrName !== undefined);
    this._hasPositionSelector = this.segments.some(seg => seg.position !== undefined);
  }

  /**
   * Parse pattern string into segments
   * @private
   * @param {string} pattern - Pattern to parse
   * @returns {Array} Array of segment objects
   */
  _parse(pattern) {
    const segments = [];

    // Split by separator but handle ".." specially
    let i = 0;
    let currentPart = '';

    while (i < pattern.length) {
      if (pattern[i] === this.separator) {
        // Check if next char is also separator (deep wildcard)
        if (i + 1 < pattern.length && pattern[i + 1] === this.separator) {
          // Flush current part if any
          if (currentPart.trim()) {
            segments.push(this._parseSegment(currentPart.trim()));
            currentPart = '';
          }
          // Add deep wildcard
          segments.push({ type: 'deep-wildcard' });
          i += 2; // Skip both separators
        } else {
          // Regular separator
          if (currentPart.trim()) {
            segments.push(this._parseSegment(currentPart.trim()));
          }
          currentPart = '';
          i++;
        }
      } else {
        currentPart += pattern[i];
        i++;
      }
    }

    // Flush remaining part
    if (currentPart.trim()) {
      segments.push(this._parseSegment(currentPart.trim()));
    }

    return segments;
  }

  /**
   * Parse a single segment
   * @private
   * @param {string} part - Segment string (e.g., "user", "ns::user", "user[id]", "ns::user:first")
   * @returns {Object} Segment object
   */
  _parseSegment(part) {
    const segment = { type: 'tag' };

    // NEW NAMESPACE SYNTAX (v2.0):
    // ============================
    // Namespace uses DOUBLE colon (::)
    // Position uses SINGLE colon (:)
    // 
    // Examples:
    //   "user"              → tag
    //   "user:first"        → tag + position
    //   "user[id]"          → tag + attribute
    //   "user[id]:first"    → tag + attribute + position
    //   "ns::user"          → namespace + tag
    //   "ns::user:first"    → namespace + tag + position
    //   "ns::user[id]"      → namespace + tag + attribute
    //   "ns::user[id]:first" → namespace + tag + attribute + position
    //   "ns::first"         → namespace + tag named "first" (NO ambiguity!)
    //
    // This eliminates all ambiguity:
    //   :: = namespace separator
    //   :  = position selector
    //   [] = attributes

    // Step 1: Extract brackets [attr] or [attr=value]
    let bracketContent = null;
    let withoutBrackets = part;

    const bracketMatch = part.match(/^([^\[]+)(\[[^\]]*\])(.*)$/);
    if (bracketMatch) {
      withoutBrackets = bracketMatch[1] + bracketMatch[3];
      if (bracketMatch[2]) {
        const content = bracketMatch[2].slice(1, -1);
        if (content) {
          bracketContent = content;
        }
      }
    }

    // Step 2: Check for namespace (double colon ::)
    let namespace = undefined;
    let tagAndPosition = withoutBrackets;

    if (withoutBrackets.includes('::')) {
      const nsIndex = withoutBrackets.indexOf('::');
      namespace = withoutBrackets.substring(0, nsIndex).trim();
      tagAndPosition = withoutBrackets.substring(nsIndex + 2).trim(); // Skip ::

      if (!namespace) {
        throw new Error(`Invalid namespace in pattern: ${part}`);
      }
    }

    // Step 3: Parse tag and position (single colon :)
    let tag = undefined;
    let positionMatch = null;

    if (tagAndPosition.includes(':')) {
      const colonIndex = tagAndPosition.lastIndexOf(':'); // Use last colon for position
      const tagPart = tagAndPosition.substring(0, colonIndex).trim();
      const posPart = tagAndPosition.substring(colonIndex + 1).trim();

      // Verify position is a valid keyword
      const isPositionKeyword = ['first', 'last', 'odd', 'even'].includes(posPart) ||
        /^nth\(\d+\)$/.test(posPart);

      if (isPositionKeyword) {
        tag = tagPart;
        positionMatch = posPart;
      } else {
        // Not a valid position keyword, treat whole thing as tag
        tag = tagAndPosition;
      }
    } else {
      tag = tagAndPosition;
    }

    if (!tag) {
      throw new Error(`Invalid segment pattern: ${part}`);
    }

    segment.tag = tag;
    if (namespace) {
      segment.namespace = namespace;
    }

    // Step 4: Parse attributes
    if (bracketContent) {
      if (bracketContent.includes('=')) {
        const eqIndex = bracketContent.indexOf('=');
        segment.attrName = bracketContent.substring(0, eqIndex).trim();
        segment.attrValue = bracketContent.substring(eqIndex + 1).trim();
      } else {
        segment.attrName = bracketContent.trim();
      }
    }

    // Step 5: Parse position selector
    if (positionMatch) {
      const nthMatch = positionMatch.match(/^nth\((\d+)\)$/);
      if (nthMatch) {
        segment.position = 'nth';
        segment.positionValue = parseInt(nthMatch[1], 10);
      } else {
        segment.position = positionMatch;
      }
    }

    return segment;
  }

  /**
   * Get the number of segments
   * @returns {number}
   */
  get length() {
    return this.segments.length;
  }

  /**
   * Check if expression contains deep wildcard
   * @returns {boolean}
   */
  hasDeepWildcard() {
    return this._hasDeepWildcard;
  }

  /**
   * Check if expression has attribute conditions
   * @returns {boolean}
   */
  hasAttributeCondition() {
    return this._hasAttributeCondition;
  }

  /**
   * Check if expression has position selectors
   * @returns {boolean}
   */
  hasPositionSelector() {
    return this._hasPositionSelector;
  }

  /**
   * Get string representation
   * @returns {string}
   */
  toString() {
    return this.pattern;
  }
}
;// CONCATENATED MODULE: ./node_modules/path-expression-matcher/src/ExpressionSet.js
/**
 * ExpressionSet - An indexed collection of Expressions for efficient bulk matching
 *
 * Instead of iterating all expressions on every tag, ExpressionSet pre-indexes
 * them at insertion time by depth and terminal tag name. At match time, only
 * the relevant bucket is evaluated — typically reducing checks from O(E) to O(1)
 * lookup plus O(small bucket) matches.
 *
 * Three buckets are maintained:
 *  - `_byDepthAndTag`  — exact depth + exact tag name  (tightest, used first)
 *  - `_wildcardByDepth` — exact depth + wildcard tag `*` (depth-matched only)
 *  - `_deepWildcards`  — expressions containing `..`  (cannot be depth-indexed)
 *
 * @example
 * import { Expression, ExpressionSet } from 'fast-xml-tagger';
 *
 * // Build once at config time
 * const stopNodes = new ExpressionSet();
 * stopNodes.add(new Expression('root.users.user'));
 * stopNodes.add(new Expression('root.config.setting'));
 * stopNodes.add(new Expression('..script'));
 *
 * // Query on every tag — hot path
 * if (stopNodes.matchesAny(matcher)) { ... }
 */
class ExpressionSet {
  constructor() {
    /** @type {Map<string, import('./Expression.js').default[]>} depth:tag → expressions */
    this._byDepthAndTag = new Map();

    /** @type {Map<number, import('./Expression.js').default[]>} depth → wildcard-tag expressions */
    this._wildcardByDepth = new Map();

    /** @type {import('./Expression.js').default[]} expressions containing deep wildcard (..) */
    this._deepWildcards = [];

    /** @type {Map<string, import('./Expression.js').default[]>} terminalTag → deep wildcard expressions */
    this._deepByTerminalTag = new Map();

    /** @type {Set<string>} pattern strings already added — used for deduplication */
    this._patterns = new Set();

    /** @type {boolean} whether the set is sealed against further additions */
    this._sealed = false;
  }

  /**
   * Add an Expression to the set.
   * Duplicate patterns (same pattern string) are silently ignored.
   *
   * @param {import('./Expression.js').default} expression - A pre-constructed Expression instance
   * @returns {this} for chaining
   * @throws {TypeError} if called after seal()
   *
   * @example
   * set.add(new Expression('root.users.user'));
   * set.add(new Expression('..script'));
   */
  add(expression) {
    if (this._sealed) {
      throw new TypeError(
        'ExpressionSet is sealed. Create a new ExpressionSet to add more expressions.'
      );
    }

    // Deduplicate by pattern string
    if (this._patterns.has(expression.pattern)) return this;
    this._patterns.add(expression.pattern);

    if (expression.hasDeepWildcard()) {
      const lastSeg = expression.segments[expression.segments.length - 1];
      if (lastSeg && lastSeg.type !== 'deep-wildcard' && lastSeg.tag !== '*') {
        const tag = lastSeg.tag;
        if (!this._deepByTerminalTag.has(tag)) this._deepByTerminalTag.set(tag, []);
        this._deepByTerminalTag.get(tag).push(expression);
      } else {
        this._deepWildcards.push(expression);
      }
      return this;
    }

    const depth = expression.length;
    const lastSeg = expression.segments[expression.segments.length - 1];
    const tag = lastSeg?.tag;

    if (!tag || tag === '*') {
      // Can index by depth but not by tag
      if (!this._wildcardByDepth.has(depth)) this._wildcardByDepth.set(depth, []);
      this._wildcardByDepth.get(depth).push(expression);
    } else {
      // Tightest bucket: depth + tag
      const key = `${depth}:${tag}`;
      if (!this._byDepthAndTag.has(key)) this._byDepthAndTag.set(key, []);
      this._byDepthAndTag.get(key).push(expression);
    }

    return this;
  }

  /**
   * Add multiple expressions at once.
   *
   * @param {import('./Expression.js').default[]} expressions - Array of Expression instances
   * @returns {this} for chaining
   *
   * @example
   * set.addAll([
   *   new Expression('root.users.user'),
   *   new Expression('root.config.setting'),
   * ]);
   */
  addAll(expressions) {
    for (const expr of expressions) this.add(expr);
    return this;
  }

  /**
   * Check whether a pattern string is already present in the set.
   *
   * @param {import('./Expression.js').default} expression
   * @returns {boolean}
   */
  has(expression) {
    return this._patterns.has(expression.pattern);
  }

  /**
   * Number of expressions in the set.
   * @type {number}
   */
  get size() {
    return this._patterns.size;
  }

  /**
   * Seal the set against further modifications.
   * Useful to prevent accidental mutations after config is built.
   * Calling add() or addAll() on a sealed set throws a TypeError.
   *
   * @returns {this}
   */
  seal() {
    this._sealed = true;
    return this;
  }

  /**
   * Whether the set has been sealed.
   * @type {boolean}
   */
  get isSealed() {
    return this._sealed;
  }

  /**
   * Test whether the matcher's current path matches any expression in the set.
   *
   * Evaluation order (cheapest → most expensive):
   *  1. Exact depth + tag bucket  — O(1) lookup, typically 0–2 expressions
   *  2. Depth-only wildcard bucket — O(1) lookup, rare
   *  3. Deep-wildcard list         — always checked, but usually small
   *
   * @param {import('./Matcher.js').default} matcher - Matcher instance (or readOnly view)
   * @returns {boolean} true if any expression matches the current path
   *
   * @example
   * if (stopNodes.matchesAny(matcher)) {
   *   // handle stop node
   * }
   */
  matchesAny(matcher) {
    return this.findMatch(matcher) !== null;
  }
  /**
 * Find and return the first Expression that matches the matcher's current path.
 *
 * Uses the same evaluation order as matchesAny (cheapest → most expensive):
 *  1. Exact depth + tag bucket
 *  2. Depth-only wildcard bucket
 *  3. Deep-wildcard list
 *
 * @param {import('./Matcher.js').default} matcher - Matcher instance (or readOnly view)
 * @returns {import('./Expression.js').default | null} the first matching Expression, or null
 *
 * @example
 * const expr = stopNodes.findMatch(matcher);
 * if (expr) {
 *   // access expr.config, expr.pattern, etc.
 * }
 */
  findMatch(matcher) {
    const depth = matcher.getDepth();
    const tag = matcher.getCurrentTag();

    // 1. Tightest bucket — most expressions live here
    const exactKey = `${depth}:${tag}`;
    const exactBucket = this._byDepthAndTag.get(exactKey);
    if (exactBucket) {
      for (let i = 0; i < exactBucket.length; i++) {
        if (matcher.matches(exactBucket[i])) return exactBucket[i];
      }
    }

    // 2. Depth-matched wildcard-tag expressions
    const wildcardBucket = this._wildcardByDepth.get(depth);
    if (wildcardBucket) {
      for (let i = 0; i < wildcardBucket.length; i++) {
        if (matcher.matches(wildcardBucket[i])) return wildcardBucket[i];
      }
    }

    // 3. Deep wildcards — indexed by terminal tag, then unindexed fallback
    const deepBucket = this._deepByTerminalTag.get(tag);
    if (deepBucket) {
      for (let i = 0; i < deepBucket.length; i++) {
        if (matcher.matches(deepBucket[i])) return deepBucket[i];
      }
    }
    for (let i = 0; i < this._deepWildcards.length; i++) {
      if (matcher.matches(this._deepWildcards[i])) return this._deepWildcards[i];
    }

    return null;
  }
}

;// CONCATENATED MODULE: ./node_modules/@nodable/entities/src/entities.js
// ---------------------------------------------------------------------------
// Complete HTML5 named entity reference
// Organized by logical categories for easy maintenance and selective importing
// ---------------------------------------------------------------------------

/**
 * Basic Latin & Special Characters
 * @type {Record<string, string>}
 */
const BASIC_LATIN = {
  amp: '&',
  AMP: '&',
  lt: '<',
  LT: '<',
  gt: '>',
  GT: '>',
  quot: '"',
  QUOT: '"',
  apos: "'",
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  lsquor: '‚',
  rsquor: '’',
  ldquor: '„',
  bdquo: '„',
  comma: ',',
  period: '.',
  colon: ':',
  semi: ';',
  excl: '!',
  quest: '?',
  num: '#',
  dollar: '$',
  percent: '%',
  ast: '*',
  commat: '@',
  lowbar: '_',
  verbar: '|',
  vert: '|',
  sol: '/',
  bsol: '\\',
  lbrace: '{',
  rbrace: '}',
  lbrack: '[',
  rbrack: ']',
  lpar: '(',
  rpar: ')',
  nbsp: '\u00a0',
  iexcl: '¡',
  cent: '¢',
  pound: '£',
  curren: '¤',
  yen: '¥',
  brvbar: '¦',
  sect: '§',
  uml: '¨',
  copy: '©',
  COPY: '©',
  ordf: 'ª',
  laquo: '«',
  not: '¬',
  shy: '\u00ad',
  reg: '®',
  REG: '®',
  macr: '¯',
  deg: '°',
  plusmn: '±',
  sup2: '²',
  sup3: '³',
  acute: '´',
  micro: 'µ',
  para: '¶',
  middot: '·',
  cedil: '¸',
  sup1: '¹',
  ordm: 'º',
  raquo: '»',
  frac14: '¼',
  frac12: '½',
  half: '½',
  frac34: '¾',
  iquest: '¿',
  times: '×',
  div: '÷',
  divide: '÷',
};

/**
 * Latin Extended & Accented Letters (A-Z)
 * @type {Record<string, string>}
 */
const LATIN_ACCENTS = {
  Agrave: 'À',
  agrave: 'à',
  Aacute: 'Á',
  aacute: 'á',
  Acirc: 'Â',
  acirc: 'â',
  Atilde: 'Ã',
  atilde: 'ã',
  Auml: 'Ä',
  auml: 'ä',
  Aring: 'Å',
  aring: 'å',
  AElig: 'Æ',
  aelig: 'æ',
  Ccedil: 'Ç',
  ccedil: 'ç',
  Egrave: 'È',
  egrave: 'è',
  Eacute: 'É',
  eacute: 'é',
  Ecirc: 'Ê',
  ecirc: 'ê',
  Euml: 'Ë',
  euml: 'ë',
  Igrave: 'Ì',
  igrave: 'ì',
  Iacute: 'Í',
  iacute: 'í',
  Icirc: 'Î',
  icirc: 'î',
  Iuml: 'Ï',
  iuml: 'ï',
  ETH: 'Ð',
  eth: 'ð',
  Ntilde: 'Ñ',
  ntilde: 'ñ',
  Ograve: 'Ò',
  ograve: 'ò',
  Oacute: 'Ó',
  oacute: 'ó',
  Ocirc: 'Ô',
  ocirc: 'ô',
  Otilde: 'Õ',
  otilde: 'õ',
  Ouml: 'Ö',
  ouml: 'ö',
  Oslash: 'Ø',
  oslash: 'ø',
  Ugrave: 'Ù',
  ugrave: 'ù',
  Uacute: 'Ú',
  uacute: 'ú',
  Ucirc: 'Û',
  ucirc: 'û',
  Uuml: 'Ü',
  uuml: 'ü',
  Yacute: 'Ý',
  yacute: 'ý',
  THORN: 'Þ',
  thorn: 'þ',
  szlig: 'ß',
  yuml: 'ÿ',
  Yuml: 'Ÿ',
};

/**
 * Latin Extended (Letters with diacritics)
 * @type {Record<string, string>}
 */
const LATIN_EXTENDED = {
  Amacr: 'Ā',
  amacr: 'ā',
  Abreve: 'Ă',
  abreve: 'ă',
  Aogon: 'Ą',
  aogon: 'ą',
  Cacute: 'Ć',
  cacute: 'ć',
  Ccirc: 'Ĉ',
  ccirc: 'ĉ',
  Cdot: 'Ċ',
  cdot: 'ċ',
  Ccaron: 'Č',
  ccaron: 'č',
  Dcaron: 'Ď',
  dcaron: 'ď',
  Dstrok: 'Đ',
  dstrok: 'đ',
  Emacr: 'Ē',
  emacr: 'ē',
  Ecaron: 'Ě',
  ecaron: 'ě',
  Edot: 'Ė',
  edot: 'ė',
  Eogon: 'Ę',
  eogon: 'ę',
  Gcirc: 'Ĝ',
  gcirc: 'ĝ',
  Gbreve: 'Ğ',
  gbreve: 'ğ',
  Gdot: 'Ġ',
  gdot: 'ġ',
  Gcedil: 'Ģ',
  Hcirc: 'Ĥ',
  hcirc: 'ĥ',
  Hstrok: 'Ħ',
  hstrok: 'ħ',
  Itilde: 'Ĩ',
  itilde: 'ĩ',
  Imacr: 'Ī',
  imacr: 'ī',
  Iogon: 'Į',
  iogon: 'į',
  Idot: 'İ',
  IJlig: 'Ĳ',
  ijlig: 'ĳ',
  Jcirc: 'Ĵ',
  jcirc: 'ĵ',
  Kcedil: 'Ķ',
  kcedil: 'ķ',
  kgreen: 'ĸ',
  Lacute: 'Ĺ',
  lacute: 'ĺ',
  Lcedil: 'Ļ',
  lcedil: 'ļ',
  Lcaron: 'Ľ',
  lcaron: 'ľ',
  Lmidot: 'Ŀ',
  lmidot: 'ŀ',
  Lstrok: 'Ł',
  lstrok: 'ł',
  Nacute: 'Ń',
  nacute: 'ń',
  Ncaron: 'Ň',
  ncaron: 'ň',
  Ncedil: 'Ņ',
  ncedil: 'ņ',
  ENG: 'Ŋ',
  eng: 'ŋ',
  Omacr: 'Ō',
  omacr: 'ō',
  Odblac: 'Ő',
  odblac: 'ő',
  OElig: 'Œ',
  oelig: 'œ',
  Racute: 'Ŕ',
  racute: 'ŕ',
  Rcaron: 'Ř',
  rcaron: 'ř',
  Rcedil: 'Ŗ',
  rcedil: 'ŗ',
  Sacute: 'Ś',
  sacute: 'ś',
  Scirc: 'Ŝ',
  scirc: 'ŝ',
  Scedil: 'Ş',
  scedil: 'ş',
  Scaron: 'Š',
  scaron: 'š',
  Tcedil: 'Ţ',
  tcedil: 'ţ',
  Tcaron: 'Ť',
  tcaron: 'ť',
  Tstrok: 'Ŧ',
  tstrok: 'ŧ',
  Utilde: 'Ũ',
  utilde: 'ũ',
  Umacr: 'Ū',
  umacr: 'ū',
  Ubreve: 'Ŭ',
  ubreve: 'ŭ',
  Uring: 'Ů',
  uring: 'ů',
  Udblac: 'Ű',
  udblac: 'ű',
  Uogon: 'Ų',
  uogon: 'ų',
  Wcirc: 'Ŵ',
  wcirc: 'ŵ',
  Ycirc: 'Ŷ',
  ycirc: 'ŷ',
  Zacute: 'Ź',
  zacute: 'ź',
  Zdot: 'Ż',
  zdot: 'ż',
  Zcaron: 'Ž',
  zcaron: 'ž',
};

/**
 * Greek Letters
 * @type {Record<string, string>}
 */
const GREEK = {
  Alpha: 'Α',
  alpha: 'α',
  Beta: 'Β',
  beta: 'β',
  Gamma: 'Γ',
  gamma: 'γ',
  Delta: 'Δ',
  delta: 'δ',
  Epsilon: 'Ε',
  epsilon: 'ε',
  epsiv: 'ϵ',
  varepsilon: 'ϵ',
  Zeta: 'Ζ',
  zeta: 'ζ',
  Eta: 'Η',
  eta: 'η',
  Theta: 'Θ',
  theta: 'θ',
  thetasym: 'ϑ',
  vartheta: 'ϑ',
  Iota: 'Ι',
  iota: 'ι',
  Kappa: 'Κ',
  kappa: 'κ',
  kappav: 'ϰ',
  varkappa: 'ϰ',
  Lambda: 'Λ',
  lambda: 'λ',
  Mu: 'Μ',
  mu: 'μ',
  Nu: 'Ν',
  nu: 'ν',
  Xi: 'Ξ',
  xi: 'ξ',
  Omicron: 'Ο',
  omicron: 'ο',
  Pi: 'Π',
  pi: 'π',
  piv: 'ϖ',
  varpi: 'ϖ',
  Rho: 'Ρ',
  rho: 'ρ',
  rhov: 'ϱ',
  varrho: 'ϱ',
  Sigma: 'Σ',
  sigma: 'σ',
  sigmaf: 'ς',
  sigmav: 'ς',
  varsigma: 'ς',
  Tau: 'Τ',
  tau: 'τ',
  Upsilon: 'Υ',
  upsilon: 'υ',
  upsi: 'υ',
  Upsi: 'ϒ',
  upsih: 'ϒ',
  Phi: 'Φ',
  phi: 'φ',
  phiv: 'ϕ',
  varphi: 'ϕ',
  Chi: 'Χ',
  chi: 'χ',
  Psi: 'Ψ',
  psi: 'ψ',
  Omega: 'Ω',
  omega: 'ω',
  ohm: 'Ω',
  Gammad: 'Ϝ',
  gammad: 'ϝ',
  digamma: 'ϝ',
};

/**
 * Cyrillic Letters
 * @type {Record<string, string>}
 */
const CYRILLIC = {
  Afr: '𝔄',
  afr: '𝔞',
  Acy: 'А',
  acy: 'а',
  Bcy: 'Б',
  bcy: 'б',
  Vcy: 'В',
  vcy: 'в',
  Gcy: 'Г',
  gcy: 'г',
  Dcy: 'Д',
  dcy: 'д',
  IEcy: 'Е',
  iecy: 'е',
  IOcy: 'Ё',
  iocy: 'ё',
  ZHcy: 'Ж',
  zhcy: 'ж',
  Zcy: 'З',
  zcy: 'з',
  Icy: 'И',
  icy: 'и',
  Jcy: 'Й',
  jcy: 'й',
  Kcy: 'К',
  kcy: 'к',
  Lcy: 'Л',
  lcy: 'л',
  Mcy: 'М',
  mcy: 'м',
  Ncy: 'Н',
  ncy: 'н',
  Ocy: 'О',
  ocy: 'о',
  Pcy: 'П',
  pcy: 'п',
  Rcy: 'Р',
  rcy: 'р',
  Scy: 'С',
  scy: 'с',
  Tcy: 'Т',
  tcy: 'т',
  Ucy: 'У',
  ucy: 'у',
  Fcy: 'Ф',
  fcy: 'ф',
  KHcy: 'Х',
  khcy: 'х',
  TScy: 'Ц',
  tscy: 'ц',
  CHcy: 'Ч',
  chcy: 'ч',
  SHcy: 'Ш',
  shcy: 'ш',
  SHCHcy: 'Щ',
  shchcy: 'щ',
  HARDcy: 'Ъ',
  hardcy: 'ъ',
  Ycy: 'Ы',
  ycy: 'ы',
  SOFTcy: 'Ь',
  softcy: 'ь',
  Ecy: 'Э',
  ecy: 'э',
  YUcy: 'Ю',
  yucy: 'ю',
  YAcy: 'Я',
  yacy: 'я',
  DJcy: 'Ђ',
  djcy: 'ђ',
  GJcy: 'Ѓ',
  gjcy: 'ѓ',
  Jukcy: 'Є',
  jukcy: 'є',
  DScy: 'Ѕ',
  dscy: 'ѕ',
  Iukcy: 'І',
  iukcy: 'і',
  YIcy: 'Ї',
  yicy: 'ї',
  Jsercy: 'Ј',
  jsercy: 'ј',
  LJcy: 'Љ',
  ljcy: 'љ',
  NJcy: 'Њ',
  njcy: 'њ',
  TSHcy: 'Ћ',
  tshcy: 'ћ',
  KJcy: 'Ќ',
  kjcy: 'ќ',
  Ubrcy: 'Ў',
  ubrcy: 'ў',
  DZcy: 'Џ',
  dzcy: 'џ',
};

/**
 * Mathematical Operators & Relations
 * @type {Record<string, string>}
 */
const MATH = {
  plus: '+',
  pm: '±',
  times: '×',
  div: '÷',
  divide: '÷',
  sdot: '⋅',
  star: '☆',
  starf: '★',
  bigstar: '★',
  lowast: '∗',
  ast: '*',
  midast: '*',
  compfn: '∘',
  smallcircle: '∘',
  bullet: '•',
  bull: '•',
  nbsp: '\u00a0',
  hellip: '…',
  mldr: '…',
  prime: '′',
  Prime: '″',
  tprime: '‴',
  bprime: '‵',
  backprime: '‵',
  minus: '−',
  minusd: '∸',
  dotminus: '∸',
  plusdo: '∔',
  dotplus: '∔',
  plusmn: '±',
  minusplus: '∓',
  mnplus: '∓',
  mp: '∓',
  setminus: '∖',
  smallsetminus: '∖',
  Backslash: '∖',
  setmn: '∖',
  ssetmn: '∖',
  lowbar: '_',
  verbar: '|',
  vert: '|',
  VerticalLine: '|',
  colon: ':',
  Colon: '∷',
  Proportion: '∷',
  ratio: '∶',
  equals: '=',
  ne: '≠',
  nequiv: '≢',
  equiv: '≡',
  Congruent: '≡',
  sim: '∼',
  thicksim: '∼',
  thksim: '∼',
  sime: '≃',
  simeq: '≃',
  TildeEqual: '≃',
  asymp: '≈',
  approx: '≈',
  thickapprox: '≈',
  thkap: '≈',
  TildeTilde: '≈',
  ncong: '≇',
  cong: '≅',
  TildeFullEqual: '≅',
  asympeq: '≍',
  CupCap: '≍',
  bump: '≎',
  Bumpeq: '≎',
  HumpDownHump: '≎',
  bumpe: '≏',
  bumpeq: '≏',
  HumpEqual: '≏',
  le: '≤',
  LessEqual: '≤',
  ge: '≥',
  GreaterEqual: '≥',
  lesseqgtr: '⋚',
  lesseqqgtr: '⪋',
  greater: '>',
  less: '<',
};

/**
 * Mathematical Operators (Advanced)
 * @type {Record<string, string>}
 */
const MATH_ADVANCED = {
  alefsym: 'ℵ',
  aleph: 'ℵ',
  beth: 'ℶ',
  gimel: 'ℷ',
  daleth: 'ℸ',
  forall: '∀',
  ForAll: '∀',
  part: '∂',
  PartialD: '∂',
  exist: '∃',
  Exists: '∃',
  nexist: '∄',
  nexists: '∄',
  empty: '∅',
  emptyset: '∅',
  emptyv: '∅',
  varnothing: '∅',
  nabla: '∇',
  Del: '∇',
  isin: '∈',
  isinv: '∈',
  in: '∈',
  Element: '∈',
  notin: '∉',
  notinva: '∉',
  ni: '∋',
  niv: '∋',
  SuchThat: '∋',
  ReverseElement: '∋',
  notni: '∌',
  notniva: '∌',
  prod: '∏',
  Product: '∏',
  coprod: '∐',
  Coproduct: '∐',
  sum: '∑',
  Sum: '∑',
  minus: '−',
  mp: '∓',
  plusdo: '∔',
  dotplus: '∔',
  setminus: '∖',
  lowast: '∗',
  radic: '√',
  Sqrt: '√',
  prop: '∝',
  propto: '∝',
  Proportional: '∝',
  varpropto: '∝',
  infin: '∞',
  infintie: '⧝',
  ang: '∠',
  angle: '∠',
  angmsd: '∡',
  measuredangle: '∡',
  angsph: '∢',
  mid: '∣',
  VerticalBar: '∣',
  nmid: '∤',
  nsmid: '∤',
  npar: '∦',
  parallel: '∥',
  spar: '∥',
  nparallel: '∦',
  nspar: '∦',
  and: '∧',
  wedge: '∧',
  or: '∨',
  vee: '∨',
  cap: '∩',
  cup: '∪',
  int: '∫',
  Integral: '∫',
  conint: '∮',
  ContourIntegral: '∮',
  Conint: '∯',
  DoubleContourIntegral: '∯',
  Cconint: '∰',
  there4: '∴',
  therefore: '∴',
  Therefore: '∴',
  becaus: '∵',
  because: '∵',
  Because: '∵',
  ratio: '∶',
  Proportion: '∷',
  minusd: '∸',
  dotminus: '∸',
  mDDot: '∺',
  homtht: '∻',
  sim: '∼',
  bsimg: '∽',
  backsim: '∽',
  ac: '∾',
  mstpos: '∾',
  acd: '∿',
  VerticalTilde: '≀',
  wr: '≀',
  wreath: '≀',
  nsime: '≄',
  nsimeq: '≄',
  ncong: '≇',
  simne: '≆',
  ncongdot: '⩭̸',
  ngsim: '≵',
  nsim: '≁',
  napprox: '≉',
  nap: '≉',
  ngeq: '≱',
  nge: '≱',
  nleq: '≰',
  nle: '≰',
  ngtr: '≯',
  ngt: '≯',
  nless: '≮',
  nlt: '≮',
  nprec: '⊀',
  npr: '⊀',
  nsucc: '⊁',
  nsc: '⊁',
};

/**
 * Arrows
 * @type {Record<string, string>}
 */
const ARROWS = {
  larr: '←',
  leftarrow: '←',
  LeftArrow: '←',
  uarr: '↑',
  uparrow: '↑',
  UpArrow: '↑',
  rarr: '→',
  rightarrow: '→',
  RightArrow: '→',
  darr: '↓',
  downarrow: '↓',
  DownArrow: '↓',
  harr: '↔',
  leftrightarrow: '↔',
  LeftRightArrow: '↔',
  varr: '↕',
  updownarrow: '↕',
  UpDownArrow: '↕',
  nwarr: '↖',
  nwarrow: '↖',
  UpperLeftArrow: '↖',
  nearr: '↗',
  nearrow: '↗',
  UpperRightArrow: '↗',
  searr: '↘',
  searrow: '↘',
  LowerRightArrow: '↘',
  swarr: '↙',
  swarrow: '↙',
  LowerLeftArrow: '↙',
  lArr: '⇐',
  Leftarrow: '⇐',
  uArr: '⇑',
  Uparrow: '⇑',
  rArr: '⇒',
  Rightarrow: '⇒',
  dArr: '⇓',
  Downarrow: '⇓',
  hArr: '⇔',
  Leftrightarrow: '⇔',
  iff: '⇔',
  vArr: '⇕',
  Updownarrow: '⇕',
  lAarr: '⇚',
  Lleftarrow: '⇚',
  rAarr: '⇛',
  Rrightarrow: '⇛',
  lrarr: '⇆',
  leftrightarrows: '⇆',
  rlarr: '⇄',
  rightleftarrows: '⇄',
  lrhar: '⇋',
  leftrightharpoons: '⇋',
  ReverseEquilibrium: '⇋',
  rlhar: '⇌',
  rightleftharpoons: '⇌',
  Equilibrium: '⇌',
  udarr: '⇅',
  UpArrowDownArrow: '⇅',
  duarr: '⇵',
  DownArrowUpArrow: '⇵',
  llarr: '⇇',
  leftleftarrows: '⇇',
  rrarr: '⇉',
  rightrightarrows: '⇉',
  ddarr: '⇊',
  downdownarrows: '⇊',
  har: '↽',
  lhard: '↽',
  leftharpoondown: '↽',
  lharu: '↼',
  leftharpoonup: '↼',
  rhard: '⇁',
  rightharpoondown: '⇁',
  rharu: '⇀',
  rightharpoonup: '⇀',
  lsh: '↰',
  Lsh: '↰',
  rsh: '↱',
  Rsh: '↱',
  ldsh: '↲',
  rdsh: '↳',
  hookleftarrow: '↩',
  hookrightarrow: '↪',
  mapstoleft: '↤',
  mapstoup: '↥',
  map: '↦',
  mapsto: '↦',
  mapstodown: '↧',
  crarr: '↵',
  nleftarrow: '↚',
  nleftrightarrow: '↮',
  nrightarrow: '↛',
  nrarr: '↛',
  larrtl: '↢',
  rarrtl: '↣',
  leftarrowtail: '↢',
  rightarrowtail: '↣',
  twoheadleftarrow: '↞',
  twoheadrightarrow: '↠',
  Larr: '↞',
  Rarr: '↠',
  larrhk: '↩',
  rarrhk: '↪',
  larrlp: '↫',
  looparrowleft: '↫',
  rarrlp: '↬',
  looparrowright: '↬',
  harrw: '↭',
  leftrightsquigarrow: '↭',
  nrarrw: '↝̸',
  rarrw: '↝',
  rightsquigarrow: '↝',
  larrbfs: '⤟',
  rarrbfs: '⤠',
  nvHarr: '⤄',
  nvlArr: '⤂',
  nvrArr: '⤃',
  larrfs: '⤝',
  rarrfs: '⤞',
  Map: '⤅',
  larrsim: '⥳',
  rarrsim: '⥴',
  harrcir: '⥈',
  Uarrocir: '⥉',
  lurdshar: '⥊',
  ldrdhar: '⥧',
  ldrushar: '⥋',
  rdldhar: '⥩',
  lrhard: '⥭',
  uharr: '↾',
  uharl: '↿',
  dharr: '⇂',
  dharl: '⇃',
  Uarr: '↟',
  Darr: '↡',
  zigrarr: '⇝',
  nwArr: '⇖',
  neArr: '⇗',
  seArr: '⇘',
  swArr: '⇙',
  nharr: '↮',
  nhArr: '⇎',
  nlarr: '↚',
  nlArr: '⇍',
  nrArr: '⇏',
  larrb: '⇤',
  LeftArrowBar: '⇤',
  rarrb: '⇥',
  RightArrowBar: '⇥',
};

/**
 * Geometric Shapes
 * @type {Record<string, string>}
 */
const SHAPES = {
  square: '□',
  Square: '□',
  squ: '□',
  squf: '▪',
  squarf: '▪',
  blacksquar: '▪',
  blacksquare: '▪',
  FilledVerySmallSquare: '▪',
  blk34: '▓',
  blk12: '▒',
  blk14: '░',
  block: '█',
  srect: '▭',
  rect: '▭',
  sdot: '⋅',
  sdotb: '⊡',
  dotsquare: '⊡',
  triangle: '▵',
  tri: '▵',
  trine: '▵',
  utri: '▵',
  triangledown: '▿',
  dtri: '▿',
  tridown: '▿',
  triangleleft: '◃',
  ltri: '◃',
  triangleright: '▹',
  rtri: '▹',
  blacktriangle: '▴',
  utrif: '▴',
  blacktriangledown: '▾',
  dtrif: '▾',
  blacktriangleleft: '◂',
  ltrif: '◂',
  blacktriangleright: '▸',
  rtrif: '▸',
  loz: '◊',
  lozenge: '◊',
  blacklozenge: '⧫',
  lozf: '⧫',
  bigcirc: '◯',
  xcirc: '◯',
  circ: 'ˆ',
  Circle: '○',
  cir: '○',
  o: '○',
  bullet: '•',
  bull: '•',
  hellip: '…',
  mldr: '…',
  nldr: '‥',
  boxh: '─',
  HorizontalLine: '─',
  boxv: '│',
  boxdr: '┌',
  boxdl: '┐',
  boxur: '└',
  boxul: '┘',
  boxvr: '├',
  boxvl: '┤',
  boxhd: '┬',
  boxhu: '┴',
  boxvh: '┼',
  boxH: '═',
  boxV: '║',
  boxdR: '╒',
  boxDr: '╓',
  boxDR: '╔',
  boxDl: '╕',
  boxdL: '╖',
  boxDL: '╗',
  boxuR: '╘',
  boxUr: '╙',
  boxUR: '╚',
  boxUl: '╜',
  boxuL: '╛',
  boxUL: '╝',
  boxvR: '╞',
  boxVr: '╟',
  boxVR: '╠',
  boxVl: '╢',
  boxvL: '╡',
  boxVL: '╣',
  boxHd: '╤',
  boxhD: '╥',
  boxHD: '╦',
  boxHu: '╧',
  boxhU: '╨',
  boxHU: '╩',
  boxvH: '╪',
  boxVh: '╫',
  boxVH: '╬',
};

/**
 * Punctuation & Diacritics
 * @type {Record<string, string>}
 */
const entities_PUNCTUATION = {
  excl: '!',
  iexcl: '¡',
  brvbar: '¦',
  sect: '§',
  uml: '¨',
  copy: '©',
  ordf: 'ª',
  laquo: '«',
  not: '¬',
  shy: '\u00ad',
  reg: '®',
  macr: '¯',
  deg: '°',
  plusmn: '±',
  sup2: '²',
  sup3: '³',
  acute: '´',
  micro: 'µ',
  para: '¶',
  middot: '·',
  cedil: '¸',
  sup1: '¹',
  ordm: 'º',
  raquo: '»',
  frac14: '¼',
  frac12: '½',
  frac34: '¾',
  iquest: '¿',
  nbsp: '\u00a0',
  comma: ',',
  period: '.',
  colon: ':',
  semi: ';',
  vert: '|',
  Verbar: '‖',
  verbar: '|',
  dblac: '˝',
  circ: 'ˆ',
  caron: 'ˇ',
  breve: '˘',
  dot: '˙',
  ring: '˚',
  ogon: '˛',
  tilde: '˜',
  DiacriticalGrave: '`',
  DiacriticalAcute: '´',
  DiacriticalTilde: '˜',
  DiacriticalDot: '˙',
  DiacriticalDoubleAcute: '˝',
  grave: '`',
};

/**
 * Currency Symbols
 * @type {Record<string, string>}
 */
const CURRENCY = {
  cent: '¢',
  pound: '£',
  curren: '¤',
  yen: '¥',
  euro: '€',
  dollar: '$',
  fnof: 'ƒ',
  inr: '₹',
  af: '؋',
  birr: 'ብር',
  peso: '₱',
  rub: '₽',
  won: '₩',
  yuan: '¥',
  cedil: '¸',
};

/**
 * Fractions
 * @type {Record<string, string>}
 */
const FRACTIONS = {
  frac12: '½',
  half: '½',
  frac13: '⅓',
  frac14: '¼',
  frac15: '⅕',
  frac16: '⅙',
  frac18: '⅛',
  frac23: '⅔',
  frac25: '⅖',
  frac34: '¾',
  frac35: '⅗',
  frac38: '⅜',
  frac45: '⅘',
  frac56: '⅚',
  frac58: '⅝',
  frac78: '⅞',
  frasl: '⁄',
};

/**
 * Miscellaneous Symbols
 * @type {Record<string, string>}
 */
const MISC_SYMBOLS = {
  trade: '™',
  TRADE: '™',
  telrec: '⌕',
  target: '⌖',
  ulcorn: '⌜',
  ulcorner: '⌜',
  urcorn: '⌝',
  urcorner: '⌝',
  dlcorn: '⌞',
  llcorner: '⌞',
  drcorn: '⌟',
  lrcorner: '⌟',
  intercal: '⊺',
  intcal: '⊺',
  oplus: '⊕',
  CirclePlus: '⊕',
  ominus: '⊖',
  CircleMinus: '⊖',
  otimes: '⊗',
  CircleTimes: '⊗',
  osol: '⊘',
  odot: '⊙',
  CircleDot: '⊙',
  oast: '⊛',
  circledast: '⊛',
  odash: '⊝',
  circleddash: '⊝',
  ocirc: '⊚',
  circledcirc: '⊚',
  boxplus: '⊞',
  plusb: '⊞',
  boxminus: '⊟',
  minusb: '⊟',
  boxtimes: '⊠',
  timesb: '⊠',
  boxdot: '⊡',
  sdotb: '⊡',
  veebar: '⊻',
  vee: '∨',
  barvee: '⊽',
  and: '∧',
  wedge: '∧',
  Cap: '⋒',
  Cup: '⋓',
  Fork: '⋔',
  pitchfork: '⋔',
  epar: '⋕',
  ltlarr: '⥶',
  nvap: '≍⃒',
  nvsim: '∼⃒',
  nvge: '≥⃒',
  nvle: '≤⃒',
  nvlt: '<⃒',
  nvgt: '>⃒',
  nvltrie: '⊴⃒',
  nvrtrie: '⊵⃒',
  Vdash: '⊩',
  dashv: '⊣',
  vDash: '⊨',
  Vvdash: '⊪',
  nvdash: '⊬',
  nvDash: '⊭',
  nVdash: '⊮',
  nVDash: '⊯',
};

const XML = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: "\""
}
const COMMON_HTML = {
  nbsp: '\u00a0',
  copy: '\u00a9',
  reg: '\u00ae',
  trade: '\u2122',
  mdash: '\u2014',
  ndash: '\u2013',
  hellip: '\u2026',
  laquo: '\u00ab',
  raquo: '\u00bb',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201c',
  rdquo: '\u201d',
  bull: '\u2022',
  para: '\u00b6',
  sect: '\u00a7',
  deg: '\u00b0',
  frac12: '\u00bd',
  frac14: '\u00bc',
  frac34: '\u00be',
}
// ---------------------------------------------------------------------------
// Note: NUMERIC_ENTITIES (&#NNN; / &#xHH;) are handled by the scanner directly
// via String.fromCodePoint() without any map lookup.
// ---------------------------------------------------------------------------
;// CONCATENATED MODULE: ./node_modules/@nodable/entities/src/EntityDecoder.js
// ---------------------------------------------------------------------------
// Built-in named entity map  (name → replacement string)
// No regex, no {regex,val} objects — just flat key/value pairs.
// ---------------------------------------------------------------------------



// ---------------------------------------------------------------------------
// Entity hook action constants
// ---------------------------------------------------------------------------

/**
 * Action constants for `onExternalEntity` and `onInputEntity` hooks.
 *
 * Use these instead of raw strings to avoid typos:
 *
 * @example
 * import EntityDecoder, { ENTITY_ACTION } from './EntityDecoder.js';
 * const dec = new EntityDecoder({
 *   onInputEntity: (name, value) => ENTITY_ACTION.BLOCK,
 * });
 */
const ENTITY_ACTION = Object.freeze({
  /** Resolve and expand the entity normally. */
  ALLOW: 'allow',
  /** Silently skip this entity — it will not be registered. */
  BLOCK: 'block',
  /** Throw an error, aborting entity registration entirely. */
  THROW: 'throw',
});

// ---------------------------------------------------------------------------
// Helpers
// ---------------------------------------------------------------------------

const SPECIAL_CHARS = new Set('!?\\\\/[]$%{}^&*()<>|+');

/**
 * Validate that an entity name contains no dangerous characters.
 * @param {string} name
 * @returns {string} the name, unchanged
 * @throws {Error} on invalid characters
 */
function EntityDecoder_validateEntityName(name) {
  if (name[0] === '#') {
    throw new Error(`[EntityReplacer] Invalid character '#' in entity name: "${name}"`);
  }
  for (const ch of name) {
    if (SPECIAL_CHARS.has(ch)) {
      throw new Error(`[EntityReplacer] Invalid character '${ch}' in entity name: "${name}"`);
    }
  }
  return name;
}

/**
 * Merge one or more entity maps into a flat name→string map.
 * Accepts either:
 *   - plain string values:             { amp: '&' }
 *   - legacy {regex,val} / {regx,val}: { lt: { regex: /.../, val: '<' } }
 *
 * Values containing '&' are skipped (recursive expansion risk).
 *
 * @param {...object} maps
 * @returns {Record<string, string>}
 */
function mergeEntityMaps(...maps) {
  const out = Object.create(null);
  for (const map of maps) {
    if (!map) continue;
    for (const key of Object.keys(map)) {
      const raw = map[key];
      if (typeof raw === 'string') {
        out[key] = raw;
      } else if (raw && typeof raw === 'object' && raw.val !== undefined) {
        // Legacy {regex,val} or {regx,val} — extract the string val only
        const val = raw.val;
        if (typeof val === 'string') {
          out[key] = val;
        }
        // function vals are not supported in the scanner — skip
      }
    }
  }
  return out;
}

// ---------------------------------------------------------------------------
// applyLimitsTo helpers
// ---------------------------------------------------------------------------

const LIMIT_TIER_EXTERNAL = 'external'; // input/runtime + persistent external maps
const LIMIT_TIER_BASE = 'base';     // DEFAULT_XML_ENTITIES + namedEntities (system) maps
const LIMIT_TIER_ALL = 'all';      // every entity regardless of tier

/**
 * Resolve `applyLimitsTo` option into a normalised Set of tier strings.
 * Accepted values: 'external' | 'base' | 'all' | string[]
 * Default: 'external' (only untrusted injected entities are counted).
 * @param {string|string[]|undefined} raw
 * @returns {Set<string>}
 */
function parseLimitTiers(raw) {
  if (!raw || raw === LIMIT_TIER_EXTERNAL) return new Set([LIMIT_TIER_EXTERNAL]);
  if (raw === LIMIT_TIER_ALL) return new Set([LIMIT_TIER_ALL]);
  if (raw === LIMIT_TIER_BASE) return new Set([LIMIT_TIER_BASE]);
  if (Array.isArray(raw)) return new Set(raw);
  return new Set([LIMIT_TIER_EXTERNAL]); // safe default for unrecognised values
}

// ---------------------------------------------------------------------------
// NCR (Numeric Character Reference) classification
// ---------------------------------------------------------------------------

// Severity order — higher number = stricter action.
// Used to enforce minimum action levels for specific codepoint ranges.
const NCR_LEVEL = Object.freeze({ allow: 0, leave: 1, remove: 2, throw: 3 });

// XML 1.0 §2.2: allowed chars are #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
// Restricted C0: U+0001–U+001F excluding U+0009, U+000A, U+000D
const XML10_ALLOWED_C0 = new Set([0x09, 0x0A, 0x0D]);

/**
 * Parse the `ncr` constructor option into flat, hot-path-friendly fields.
 * @param {object|undefined} ncr
 * @returns {{ xmlVersion: number, onLevel: number, nullLevel: number }}
 */
function parseNCRConfig(ncr) {
  if (!ncr) {
    return { xmlVersion: 1.0, onLevel: NCR_LEVEL.allow, nullLevel: NCR_LEVEL.remove };
  }
  const xmlVersion = ncr.xmlVersion === 1.1 ? 1.1 : 1.0;
  const onLevel = NCR_LEVEL[ncr.onNCR] ?? NCR_LEVEL.allow;
  const nullLevel = NCR_LEVEL[ncr.nullNCR] ?? NCR_LEVEL.remove;
  // 'allow' is not meaningful for null — clamp to at least 'remove'
  const clampedNull = Math.max(nullLevel, NCR_LEVEL.remove);
  return { xmlVersion, onLevel, nullLevel: clampedNull };
}

// ---------------------------------------------------------------------------
// EntityReplacer
// ---------------------------------------------------------------------------

/**
 * Single-pass, zero-regex entity replacer for XML/HTML content.
 *
 * Algorithm: scan the string once for '&', read to ';', resolve via map
 * or direct codepoint conversion, build output chunks, join once at the end.
 *
 * Entity lookup priority (highest → lowest):
 *   1. input / runtime  (DOCTYPE entities for current document)
 *   2. persistent external (survive across documents)
 *   3. base named map   (DEFAULT_XML_ENTITIES + user-supplied namedEntities)
 *
 * Both input and external resolve as the 'external' tier for limit purposes.
 * Base map entities resolve as the 'base' tier.
 *
 * Numeric / hex references (&#NNN; / &#xHH;) are resolved directly via
 * String.fromCodePoint() — no map needed. They count as 'base' tier.
 *
 * @example
 * const replacer = new EntityReplacer({ namedEntities: COMMON_HTML });
 * replacer.setExternalEntities({ brand: 'Acme' });
 *
 * const instance = replacer.reset();
 * instance.addInputEntities({ version: '1.0' });
 * instance.encode('&brand; v&version; &lt;'); // 'Acme v1.0 <'
 */
class EntityDecoder {
  /**
   * @param {object} [options]
   * @param {object|null}  [options.namedEntities]        — extra named entities merged into base map
   * @param {object}  [options.limit]                 — security limits
   * @param {number}       [options.limit.maxTotalExpansions=0]  — 0 = unlimited
   * @param {number}       [options.limit.maxExpandedLength=0]   — 0 = unlimited
   * @param {'external'|'base'|'all'|string[]} [options.limit.applyLimitsTo='external']
   *   Which entity tiers count against the security limits:
   *   - 'external' (default) — only input/runtime + persistent external entities
   *   - 'base'               — only DEFAULT_XML_ENTITIES + namedEntities
   *   - 'all'                — every entity regardless of tier
   *   - string[]             — explicit combination, e.g. ['external', 'base']
   * @param {((resolved: string, original: string) => string)|null} [options.postCheck=null]
   * @param {string[]} [options.remove=[]] — entity names (e.g. ['nbsp', '#13']) to delete (replace with empty string)
   * @param {string[]} [options.leave=[]]  — entity names to keep as literal (unchanged in output)
   * @param {object}   [options.ncr]       — Numeric Character Reference controls
   * @param {1.0|1.1}  [options.ncr.xmlVersion=1.0]
   *   XML version governing which codepoint ranges are restricted:
   *   - 1.0 — C0 controls U+0001–U+001F (except U+0009/000A/000D) are prohibited
   *   - 1.1 — C0 controls are allowed when written as NCRs; C1 (U+007F–U+009F) decoded as-is
   * @param {'allow'|'leave'|'remove'|'throw'} [options.ncr.onNCR='allow']
   *   Base action for numeric references. Severity order: allow < leave < remove < throw.
   *   For codepoint ranges that carry a minimum level (surrogates → remove, XML 1.0 C0 → remove),
   *   the effective action is max(onNCR, rangeMinimum).
   * @param {'remove'|'throw'} [options.ncr.nullNCR='remove']
   *   Action for U+0000 (null). 'allow' and 'leave' are clamped to 'remove' since null is never safe.
   * @param {((name: string, value: string) => 'allow'|'block'|'throw')|null} [options.onExternalEntity=null]
   *   Hook called when an external entity is registered via `setExternalEntities()` or
   *   `addExternalEntity()`. Return `ENTITY_ACTION.ALLOW` to accept the entity,
   *   `ENTITY_ACTION.BLOCK` to silently skip it, or `ENTITY_ACTION.THROW` to abort with an error.
   * @param {((name: string, value: string) => 'allow'|'block'|'throw')|null} [options.onInputEntity=null]
   *   Hook called when an input entity is registered via `addInputEntities()`. Return
   *   `ENTITY_ACTION.ALLOW` to accept, `ENTITY_ACTION.BLOCK` to silently skip, or
   *   `ENTITY_ACTION.THROW` to abort with an error.
   */
  constructor(options = {}) {
    this._limit = options.limit || {};
    this._maxTotalExpansions = this._limit.maxTotalExpansions || 0;
    this._maxExpandedLength = this._limit.maxExpandedLength || 0;
    this._postCheck = typeof options.postCheck === 'function' ? options.postCheck : r => r;
    this._limitTiers = parseLimitTiers(this._limit.applyLimitsTo ?? LIMIT_TIER_EXTERNAL);
    this._numericAllowed = options.numericAllowed ?? true;
    // Base map: DEFAULT_XML_ENTITIES + user-supplied extras. Immutable after construction.
    this._baseMap = mergeEntityMaps(XML, options.namedEntities || null);

    // Persistent external entities — survive across documents.
    // Stored as a separate map so reset() never touches them.
    /** @type {Record<string, string>} */
    this._externalMap = Object.create(null);

    // Input / runtime entities — current document only, wiped on reset().
    /** @type {Record<string, string>} */
    this._inputMap = Object.create(null);

    // Per-document counters
    this._totalExpansions = 0;
    this._expandedLength = 0;

    // --- New: remove / leave sets ---
    /** @type {Set<string>} */
    this._removeSet = new Set(options.remove && Array.isArray(options.remove) ? options.remove : []);
    /** @type {Set<string>} */
    this._leaveSet = new Set(options.leave && Array.isArray(options.leave) ? options.leave : []);

    // --- NCR config (parsed into flat fields for hot-path speed) ---
    const ncrCfg = parseNCRConfig(options.ncr);
    this._ncrXmlVersion = ncrCfg.xmlVersion;
    this._ncrOnLevel = ncrCfg.onLevel;
    this._ncrNullLevel = ncrCfg.nullLevel;

    // --- Registration hooks ---
    /** @type {((name: string, value: string) => 'allow'|'block'|'throw')|null} */
    this._onExternalEntity = typeof options.onExternalEntity === 'function'
      ? options.onExternalEntity
      : null;
    /** @type {((name: string, value: string) => 'allow'|'block'|'throw')|null} */
    this._onInputEntity = typeof options.onInputEntity === 'function'
      ? options.onInputEntity
      : null;
  }

  // -------------------------------------------------------------------------
  // Private: registration hook dispatch
  // -------------------------------------------------------------------------

  /**
   * Invoke a registration hook for a single entity name/value pair.
   * Returns true when the entity should be accepted, false when it should be
   * silently skipped (BLOCK), and throws when the hook returns THROW.
   *
   * @param {((name: string, value: string) => 'allow'|'block'|'throw')|null} hook
   * @param {string} name
   * @param {string} value
   * @param {string} context  — used in error messages ('external' | 'input')
   * @returns {boolean}  true = accept, false = skip
   */
  _applyRegistrationHook(hook, name, value, context) {
    if (!hook) return true; // no hook → always accept
    const action = hook(name, value);
    if (action === ENTITY_ACTION.BLOCK) return false;
    if (action === ENTITY_ACTION.THROW) {
      throw new Error(
        `[EntityDecoder] Registration of ${context} entity "&${name};" was rejected by hook`
      );
    }
    return true; // ALLOW or any unknown return value → accept
  }

  // -------------------------------------------------------------------------
  // Persistent external entity registration
  // -------------------------------------------------------------------------

  /**
   * Replace the full set of persistent external entities.
   * All keys are validated — throws on invalid characters.
   * If `onExternalEntity` is set, it is called once per entry; entries that
   * return `ENTITY_ACTION.BLOCK` are silently omitted, `ENTITY_ACTION.THROW`
   * aborts the whole call.
   * @param {Record<string, string | { regex?: RegExp, val: string }>} map
   */
  setExternalEntities(map) {
    if (map) {
      for (const key of Object.keys(map)) {
        EntityDecoder_validateEntityName(key);
      }
    }
    if (!this._onExternalEntity) {
      this._externalMap = mergeEntityMaps(map);
      return;
    }
    // Hook present — resolve values first, then filter
    const flat = mergeEntityMaps(map);
    const filtered = Object.create(null);
    for (const [name, value] of Object.entries(flat)) {
      if (this._applyRegistrationHook(this._onExternalEntity, name, value, 'external')) {
        filtered[name] = value;
      }
    }
    this._externalMap = filtered;
  }

  /**
   * Add a single persistent external entity.
   * If `onExternalEntity` is set it is called before the entity is stored;
   * `ENTITY_ACTION.BLOCK` silently skips storage, `ENTITY_ACTION.THROW` raises.
   * @param {string} key
   * @param {string} value
   */
  addExternalEntity(key, value) {
    EntityDecoder_validateEntityName(key);
    if (typeof value === 'string' && value.indexOf('&') === -1) {
      if (this._applyRegistrationHook(this._onExternalEntity, key, value, 'external')) {
        this._externalMap[key] = value;
      }
    }
  }

  // -------------------------------------------------------------------------
  // Input / runtime entity registration (per document)
  // -------------------------------------------------------------------------

  /**
   * Inject DOCTYPE entities for the current document.
   * Also resets per-document expansion counters.
   * If `onInputEntity` is set it is called once per entry; entries returning
   * `ENTITY_ACTION.BLOCK` are silently omitted, `ENTITY_ACTION.THROW` aborts.
   * @param {Record<string, string | { regx?: RegExp, regex?: RegExp, val: string }>} map
   */
  addInputEntities(map) {
    this._totalExpansions = 0;
    this._expandedLength = 0;
    if (!this._onInputEntity) {
      this._inputMap = mergeEntityMaps(map);
      return;
    }
    const flat = mergeEntityMaps(map);
    const filtered = Object.create(null);
    for (const [name, value] of Object.entries(flat)) {
      if (this._applyRegistrationHook(this._onInputEntity, name, value, 'input')) {
        filtered[name] = value;
      }
    }
    this._inputMap = filtered;
  }

  // -------------------------------------------------------------------------
  // Per-document reset
  // -------------------------------------------------------------------------

  /**
   * Wipe input/runtime entities and reset counters.
   * Call this before processing each new document.
   * @returns {this}
   */
  reset() {
    this._inputMap = Object.create(null);
    this._totalExpansions = 0;
    this._expandedLength = 0;
    return this;
  }

  // -------------------------------------------------------------------------
  // XML version (can be set after construction, e.g. once parser reads <?xml?>)
  // -------------------------------------------------------------------------

  /**
   * Update the XML version used for NCR classification.
   * Call this as soon as the document's `<?xml version="...">` declaration is parsed.
   * @param {1.0|1.1|number} version
   */
  setXmlVersion(version) {
    this._ncrXmlVersion = version === 1.1 ? 1.1 : 1.0;
  }

  // -------------------------------------------------------------------------
  // Primary API
  // -------------------------------------------------------------------------

  /**
   * Replace all entity references in `str` in a single pass.
   *
   * @param {string} str
   * @returns {string}
   */
  decode(str) {
    if (typeof str !== 'string' || str.length === 0) return str;
    //TODO: check if needed
    if (str.indexOf('&') === -1) return str; // fast path — no entities at all

    const original = str;
    const chunks = [];
    const len = str.length;
    let last = 0; // start of next unprocessed literal chunk
    let i = 0;

    const limitExpansions = this._maxTotalExpansions > 0;
    const limitLength = this._maxExpandedLength > 0;
    const checkLimits = limitExpansions || limitLength;

    while (i < len) {
      // Scan forward to next '&'
      if (str.charCodeAt(i) !== 38 /* '&' */) { i++; continue; }

      // --- Found '&' at position i ---

      // Scan forward to ';'
      let j = i + 1;
      while (j < len && str.charCodeAt(j) !== 59 /* ';' */ && (j - i) <= 32) j++;

      if (j >= len || str.charCodeAt(j) !== 59) {
        // No closing ';' within window — treat '&' as literal
        i++;
        continue;
      }

      // Raw token between '&' and ';' (exclusive)
      const token = str.slice(i + 1, j);
      if (token.length === 0) { i++; continue; }

      let replacement;
      let tier; // which limit tier this entity belongs to

      if (this._removeSet.has(token)) {
        // Remove entity: replace with empty string
        replacement = '';
        // If entity was unknown (replacement undefined), we still need a tier for limits.
        // Treat as external tier because it's user-directed removal of an unknown reference.
        if (tier === undefined) {
          tier = LIMIT_TIER_EXTERNAL;
        }
      } else if (this._leaveSet.has(token)) {
        // Do not replace — keep original &token; as literal
        i++;
        continue;
      } else if (token.charCodeAt(0) === 35 /* '#' */) {
        // ---- Numeric / NCR reference ----
        // NCR classification always runs first — prohibited codepoints must be
        // caught regardless of numericAllowed.
        const ncrResult = this._resolveNCR(token);
        if (ncrResult === undefined) {
          // 'leave' action — keep original &token; as-is
          i++;
          continue;
        }
        replacement = ncrResult; // '' for remove, char string for allow
        tier = LIMIT_TIER_BASE;
      } else {
        // ---- Named reference ----
        const resolved = this._resolveName(token);
        replacement = resolved?.value;
        tier = resolved?.tier;
      }

      if (replacement === undefined) {
        // Unknown entity — leave as-is, advance past '&' only
        i++;
        continue;
      }

      // Flush literal chunk before this entity
      if (i > last) chunks.push(str.slice(last, i));
      chunks.push(replacement);
      last = j + 1; // skip past ';'
      i = last;

      // Apply expansion limits only if this tier is being tracked
      if (checkLimits && this._tierCounts(tier)) {
        if (limitExpansions) {
          this._totalExpansions++;
          if (this._totalExpansions > this._maxTotalExpansions) {
            throw new Error(
              `[EntityReplacer] Entity expansion count limit exceeded: ` +
              `${this._totalExpansions} > ${this._maxTotalExpansions}`
            );
          }
        }
        if (limitLength) {
          // delta: replacement.length minus the raw &token; length (token.length + 2 for '&' and ';')
          const delta = replacement.length - (token.length + 2);
          if (delta > 0) {
            this._expandedLength += delta;
            if (this._expandedLength > this._maxExpandedLength) {
              throw new Error(
                `[EntityReplacer] Expanded content length limit exceeded: ` +
                `${this._expandedLength} > ${this._maxExpandedLength}`
              );
            }
          }
        }
      }
    }

    // Flush trailing literal
    if (last < len) chunks.push(str.slice(last));

    // If nothing was replaced, chunks is empty — return original
    const result = chunks.length === 0 ? str : chunks.join('');

    return this._postCheck(result, original);
  }

  // -------------------------------------------------------------------------
  // Private: limit tier check
  // -------------------------------------------------------------------------

  /**
   * Returns true if a resolved entity of the given tier should count
   * against the expansion/length limits.
   * @param {string} tier  — LIMIT_TIER_EXTERNAL | LIMIT_TIER_BASE
   * @returns {boolean}
   */
  _tierCounts(tier) {
    if (this._limitTiers.has(LIMIT_TIER_ALL)) return true;
    return this._limitTiers.has(tier);
  }

  // -------------------------------------------------------------------------
  // Private: entity resolution
  // -------------------------------------------------------------------------

  /**
   * Resolve a named entity token (without & and ;).
   * Priority: inputMap > externalMap > baseMap
   * Returns the resolved value tagged with its limit tier.
   *
   * @param {string} name
   * @returns {{ value: string, tier: string }|undefined}
   */
  _resolveName(name) {
    // input and external both count as 'external' tier for limit purposes —
    // they are injected at runtime and are the untrusted surface.
    if (name in this._inputMap) return { value: this._inputMap[name], tier: LIMIT_TIER_EXTERNAL };
    if (name in this._externalMap) return { value: this._externalMap[name], tier: LIMIT_TIER_EXTERNAL };
    if (name in this._baseMap) return { value: this._baseMap[name], tier: LIMIT_TIER_BASE };
    return undefined;
  }

  /**
   * Classify a codepoint and return the minimum action level that must be applied.
   * Returns -1 when no minimum is imposed (normal allow path).
   *
   * Ranges checked (in priority order):
   *   1. U+0000            — null, governed by nullNCR (always ≥ remove)
   *   2. U+D800–U+DFFF     — surrogates, always prohibited (min: remove)
   *   3. U+0001–U+001F \ {0x09,0x0A,0x0D}  — XML 1.0 restricted C0 (min: remove)
   *      (skipped in XML 1.1 — C0 controls are allowed when written as NCRs)
   *
   * @param {number} cp  — codepoint
   * @returns {number}   — minimum NCR_LEVEL value, or -1 for no restriction
   */
  _classifyNCR(cp) {
    // 1. Null
    if (cp === 0) return this._ncrNullLevel;

    // 2. Surrogates — always prohibited, minimum 'remove'
    if (cp >= 0xD800 && cp <= 0xDFFF) return NCR_LEVEL.remove;

    // 3. XML 1.0 restricted C0 controls
    if (this._ncrXmlVersion === 1.0) {
      if (cp >= 0x01 && cp <= 0x1F && !XML10_ALLOWED_C0.has(cp)) return NCR_LEVEL.remove;
    }

    return -1; // no restriction
  }

  /**
   * Execute a resolved NCR action.
   *
   * @param {number} action   — NCR_LEVEL value
   * @param {string} token    — raw token (e.g. '#38') for error messages
   * @param {number} cp       — codepoint, used only for error messages
   * @returns {string|undefined}
   *   - decoded character string  → 'allow'
   *   - ''                        → 'remove'
   *   - undefined                 → 'leave' (caller must skip past '&' only)
   *   - throws Error              → 'throw'
   */
  _applyNCRAction(action, token, cp) {
    switch (action) {
      case NCR_LEVEL.allow: return String.fromCodePoint(cp);
      case NCR_LEVEL.remove: return '';
      case NCR_LEVEL.leave: return undefined; // signal: keep literal
      case NCR_LEVEL.throw:
        throw new Error(
          `[EntityDecoder] Prohibited numeric character reference ` +
          `&${token}; (U+${cp.toString(16).toUpperCase().padStart(4, '0')})`
        );
      default: return String.fromCodePoint(cp);
    }
  }

  /**
   * Full NCR resolution pipeline for a numeric token.
   *
   * Steps:
   *   1. Parse the codepoint (decimal or hex).
   *   2. Validate the raw codepoint range (NaN, <0, >0x10FFFF).
   *   3. If numericAllowed is false and no minimum restriction applies → leave as-is.
   *   4. Classify the codepoint to find the minimum required action level.
   *   5. Resolve effective action = max(onNCR, minimum).
   *   6. Apply and return.
   *
   * @param {string} token  — e.g. '#38', '#x26', '#X26'
   * @returns {string|undefined}
   *   - string (incl. '')  — replacement ('' = remove)
   *   - undefined          — leave original &token; as-is
   */
  _resolveNCR(token) {
    // Step 1: parse codepoint
    const second = token.charCodeAt(1);
    let cp;
    if (second === 120 /* x */ || second === 88 /* X */) {
      cp = parseInt(token.slice(2), 16);
    } else {
      cp = parseInt(token.slice(1), 10);
    }

    // Step 2: out-of-range → leave as-is unconditionally
    if (Number.isNaN(cp) || cp < 0 || cp > 0x10FFFF) return undefined;

    // Step 3: classify to get minimum action level
    const minimum = this._classifyNCR(cp);

    // Step 4: if numericAllowed is false and no hard minimum → leave
    if (!this._numericAllowed && minimum < NCR_LEVEL.remove) return undefined;

    // Step 5: effective action = max(configured onNCR, range minimum)
    const effective = minimum === -1
      ? this._ncrOnLevel
      : Math.max(this._ncrOnLevel, minimum);

    // Step 6: apply
    return this._applyNCRAction(effective, token, cp);
  }
}
;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/sql.js
/**
 * SQL context patterns — high-precision rules only.
 *
 * These rules have very low false-positive risk and are safe to apply to
 * general user text (names, descriptions, search queries, etc.).
 * All patterns are ReDoS-safe — unlike the `sql-injection` npm package
 * which has an active CVE on its own detection regexes.
 *
 * For exhaustive coverage including noisier heuristics (comment sequences,
 * hex literals, stacked queries with semicolons), use 'SQL-STRICT' instead.
 * Apply 'SQL-STRICT' only to strings that are specifically SQL fragments,
 * not to general free-text fields.
 */

const SQL_PATTERNS = [
  {
    id: 'sql-block-comment-open',
    description: 'SQL block comment open: /* ... */ — unusual in legitimate user text',
    pattern: /\/\*/,
  },
  {
    id: 'sql-union-select',
    description: 'UNION SELECT — most common SQL injection aggregation attack',
    pattern: /\bUNION\s{1,20}(?:ALL\s{1,20})?SELECT\b/i,
  },
  {
    id: 'sql-drop-table',
    description: 'DROP TABLE — destructive DDL injection',
    pattern: /\bDROP\s{1,20}TABLE\b/i,
  },
  {
    id: 'sql-drop-database',
    description: 'DROP DATABASE — destructive DDL injection',
    pattern: /\bDROP\s{1,20}DATABASE\b/i,
  },
  {
    id: 'sql-insert-into',
    description: 'INSERT INTO — data injection',
    pattern: /\bINSERT\s{1,20}INTO\b/i,
  },
  {
    id: 'sql-delete-from',
    description: 'DELETE FROM — data deletion injection',
    pattern: /\bDELETE\s{1,20}FROM\b/i,
  },
  {
    id: 'sql-update-set',
    description: 'UPDATE ... SET — data modification injection',
    // Allows arbitrary content between UPDATE and SET (table name, alias, etc.)
    pattern: /\bUPDATE\b[\s\S]{1,60}\bSET\b/i,
  },
  {
    id: 'sql-exec-xp',
    description: 'EXEC xp_ — MSSQL extended stored procedure execution',
    pattern: /\bEXEC(?:UTE)?\s{1,20}xp_/i,
  },
  {
    id: 'sql-tautology-string',
    description: "Classic string tautology: ' OR '1'='1 or \" OR \"1\"=\"1\"",
    // Last quote is optional — injection may truncate it: ' OR '1'='1--
    pattern: /'\s{0,10}OR\s{0,10}'[^']{0,20}'\s*=\s*'[^']{0,20}/i,
  },
  {
    id: 'sql-tautology-numeric',
    description: 'Numeric tautology: OR 1=1',
    pattern: /\bOR\s{1,10}1\s*=\s*1\b/i,
  },
  {
    id: 'sql-always-true-zero',
    description: 'Numeric tautology: OR 0=0',
    pattern: /\bOR\s{1,10}0\s*=\s*0\b/i,
  },
  {
    id: 'sql-sleep-benchmark',
    description: 'Time-based blind injection: SLEEP() or BENCHMARK()',
    pattern: /\b(?:SLEEP|BENCHMARK)\s*\(/i,
  },
  {
    id: 'sql-waitfor-delay',
    description: 'MSSQL time-based blind injection: WAITFOR DELAY',
    pattern: /\bWAITFOR\s{1,20}DELAY\b/i,
  },
  {
    id: 'sql-char-function',
    description: 'CHAR() function — used to obfuscate injected strings',
    pattern: /\bCHAR\s*\(\s*\d{1,3}/i,
  },
  {
    id: 'sql-information-schema',
    description: 'INFORMATION_SCHEMA — reconnaissance query for table/column enumeration',
    pattern: /\bINFORMATION_SCHEMA\b/i,
  },
];

/* harmony default export */ const sql = (SQL_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/sql-strict.js
/**
 * SQL-STRICT context patterns.
 *
 * Extends the base 'SQL' context with three additional rules that are
 * effective at detecting real injections but carry a higher false-positive
 * risk on general free-text input.
 *
 * Use 'SQL-STRICT' when:
 *   - The string is specifically a SQL fragment or database identifier
 *   - You control the input domain (e.g. a dedicated SQL search field)
 *   - You can tolerate occasional false positives in exchange for broader coverage
 *
 * Use 'SQL' (not STRICT) when:
 *   - The field is general user text (names, descriptions, comments)
 *   - False positives would block legitimate content (e.g. "see note -- above")
 *
 * Rules moved here from 'SQL' due to false-positive risk:
 *
 *   sql-line-comment   — "--" fires on "see note -- above", "value--", CSS var(--primary)
 *   sql-stacked-query  — "; SELECT" fires on legitimate prose with semicolons + SQL words
 *   sql-hex-encoding   — "0xDEAD" fires on hex values in technical docs and log output
 */



const SQL_STRICT_EXTRA = [
  {
    id: 'sql-line-comment',
    description: 'SQL line comment: -- followed by whitespace or end of string',
    pattern: /--(?:\s|$)/,
  },
  {
    id: 'sql-stacked-query',
    description: 'Stacked queries: semicolon immediately followed by a SQL keyword',
    pattern: /;\s{0,10}(?:SELECT|INSERT|UPDATE|DELETE|DROP|CREATE|ALTER|EXEC)\b/i,
  },
  {
    id: 'sql-hex-encoding',
    description: 'Hex-encoded string injection: 0x41414141 style (MySQL)',
    pattern: /\b0x[0-9a-f]{4,}/i,
  },
];

// SQL-STRICT = all base SQL rules + the three noisy extras
const SQL_STRICT_PATTERNS = [...sql, ...SQL_STRICT_EXTRA];

/* harmony default export */ const sql_strict = (SQL_STRICT_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/util/decode-entities.js
/**
 * Decode the HTML character references that matter for markup-context
 * detection.
 *
 * Browsers decode character references in attribute values before they
 * interpret a URL, so `javascript&#58;alert(1)` in an href is the
 * `javascript:` scheme. The HTML/XML/SVG rules match literal characters, so
 * without this step such payloads slip through.
 *
 * Deliberately NOT a full entity decoder. It decodes only:
 *   - decimal refs  &#58;  &#058;  &#00000058;  &#58   (any leading zeros,
 *                   trailing ; optional — browsers accept both)
 *   - hex refs      &#x3a; &#X3A; &#x0000003a; &#x3a   (same)
 *   - named refs    &colon;  &Tab;  &NewLine;
 *       Named refs are CASE-SENSITIVE and REQUIRE the trailing ';', exactly
 *       like a browser (so `&COLON;` and `&colon` are not decoded).
 *       &Tab; / &NewLine; matter because the URL parser strips tab/newline,
 *       so `java&Tab;script:` is still a javascript: URL.
 *
 * It does NOT decode &amp; (single pass only), so double-encoded text such as
 * "&amp;lt;script&amp;gt;" stays literal — a browser renders that as text.
 *
 * All quantifiers are bounded; no ReDoS risk.
 *
 * @param {string} input
 * @returns {string}
 */
const NAMED = Object.freeze({
  colon: ':',
  Tab: '\t',
  NewLine: '\n',
});

const ENTITY_RE =
  /&(?:#[xX]0*([0-9a-fA-F]{1,6});?|#0*([0-9]{1,7});?|([a-zA-Z][a-zA-Z0-9]{1,15});)/g;

function decodeEntities(input) {
  if (input.indexOf('&') === -1) return input;

  return input.replace(ENTITY_RE, (match, hex, dec, name) => {
    if (name !== undefined) {
      return Object.prototype.hasOwnProperty.call(NAMED, name) ? NAMED[name] : match;
    }
    const cp = hex !== undefined ? parseInt(hex, 16) : parseInt(dec, 10);
    if (!Number.isFinite(cp) || cp > 0x10ffff) return match;
    return String.fromCodePoint(cp);
  });
}

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/html.js
/**
 * HTML context patterns.
 *
 * Detects XSS vectors that are dangerous when a string ends up rendered as HTML.
 * All patterns use bounded quantifiers to ensure linear-time matching (ReDoS-safe).
 *
 * Each entry is { pattern: RegExp, id: string, description: string }
 * so callers can inspect which rule fired if they need to.
 */

const HTML_PATTERNS = [
  {
    id: 'html-script-open',
    description: '<script opening tag',
    pattern: /<script[\s>/]/i,
  },
  {
    id: 'html-script-close',
    description: '</script closing tag',
    pattern: /<\/script[\s>]/i,
  },
  {
    id: 'html-javascript-protocol',
    description: 'javascript: URI scheme (with optional whitespace/encoding)',
    // Handles j&#x61;vascript:, j\u0061vascript:, and whitespace variants
    pattern: /j[\t\n\r ]*a[\t\n\r ]*v[\t\n\r ]*a[\t\n\r ]*s[\t\n\r ]*c[\t\n\r ]*r[\t\n\r ]*i[\t\n\r ]*p[\t\n\r ]*t[\t\n\r ]*:/i,
  },
  {
    id: 'html-vbscript-protocol',
    description: 'vbscript: URI scheme',
    pattern: /vbscript[\t\n\r ]*:/i,
  },
  {
    id: 'html-data-html',
    description: 'data:text/html URI — can execute scripts in browsers',
    pattern: /data[\t\n\r ]*:[\t\n\r ]*text\/html/i,
  },
  {
    id: 'html-data-xhtml',
    description: 'data:application/xhtml+xml URI',
    pattern: /data[\t\n\r ]*:[\t\n\r ]*application\/xhtml/i,
  },
  {
    id: 'html-data-svg',
    description: 'data:image/svg+xml URI — can execute scripts',
    pattern: /data[\t\n\r ]*:[\t\n\r ]*image\/svg\+xml/i,
  },
  {
    id: 'html-inline-event-handler',
    description: 'Inline event handler attributes: onclick=, onerror=, onload=, etc.',
    // \bon ensures we match a word boundary so "phonetic=" is not caught
    pattern: /\bon\w{1,30}\s*=/i,
  },
  {
    id: 'html-entity-obfuscated-script',
    description: 'HTML-entity-encoded <script (e.g. &#x3C;script or &lt;script)',
    // Entities include optional trailing semicolon: &#x3C; or &#x3C (both valid in HTML5)
    pattern: /(?:&#x0*3[Cc];?|&#0*60;?|&lt;)\s*script/i,
  },
  {
    id: 'html-entity-obfuscated-javascript',
    description: 'HTML-entity-encoded javascript: (partial — catches common &#106; or &#x6a; for "j")',
    pattern: /(?:&#x0*6[Aa];?|&#0*106;?)\s*(?:&#x0*61;?|a)[\s\S]{0,80}script\s*:/i,
  },
  {
    id: 'html-style-expression',
    description: 'CSS expression() — IE-era code execution in style attributes',
    pattern: /style[\s\S]{0,20}expression\s*\(/i,
  },
  {
    id: 'html-object-embed',
    description: '<object or <embed tags that can load active content',
    pattern: /<(?:object|embed)[\s>/]/i,
  },
  {
    id: 'html-base-tag',
    description: '<base href= — can hijack all relative URLs on a page',
    pattern: /<base[\s>]/i,
  },
  {
    id: 'html-meta-refresh',
    description: '<meta http-equiv="refresh" — can redirect users',
    pattern: /<meta[\s\S]{0,40}http-equiv[\s\S]{0,20}refresh/i,
  },
  {
    id: 'html-srcdoc',
    description: 'srcdoc= attribute on iframes — embeds HTML that can run scripts',
    pattern: /srcdoc\s*=/i,
  },
  {
    id: 'html-iframe',
    description: '<iframe tag',
    pattern: /<iframe[\s>/]/i,
  },
  {
    id: 'html-form',
    description: '<form tag — can be used for phishing / credential harvesting injection',
    pattern: /<form[\s>/]/i,
  },
];

/* harmony default export */ const html = (HTML_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/xml.js
/**
 * XML context patterns.
 *
 * Detects injection vectors that are specifically dangerous when a string
 * is inserted into an XML document (not HTML rendering context).
 *
 * Key distinction from HTML: these patterns target parser-level attacks —
 * things that can confuse or subvert an XML parser, trigger external entity
 * resolution, or inject DTD content. HTML rendering concerns (XSS) belong
 * in the HTML context.
 */

const XML_PATTERNS = [
  {
    id: 'xml-cdata-injection',
    description: 'CDATA section injection: <![CDATA[ breaks out of text node context',
    pattern: /<!\[CDATA\[/i,
  },
  {
    id: 'xml-cdata-close',
    description: 'CDATA close sequence: ]]> can terminate an enclosing CDATA section',
    pattern: /\]\]>/,
  },
  {
    id: 'xml-processing-instruction',
    description: 'XML processing instruction: <?xml-stylesheet or <?php etc.',
    pattern: /<\?(?:xml[\- ]|php|asp)/i,
  },
  {
    id: 'xml-doctype-injection',
    description: 'DOCTYPE declaration embedded in content — can define entities',
    // Match <!DOCTYPE followed by end-of-string, whitespace, or [ (internal subset)
    pattern: /<!DOCTYPE(?:[\s[]|$)/i,
  },
  {
    id: 'xml-entity-system',
    description: 'SYSTEM keyword — used in external entity declarations (XXE)',
    pattern: /\bSYSTEM\s+["']/i,
  },
  {
    id: 'xml-entity-public',
    description: 'PUBLIC keyword — used in external entity declarations (XXE)',
    pattern: /\bPUBLIC\s+["']/i,
  },
  {
    id: 'xml-entity-declaration',
    description: '<!ENTITY declaration — defines entities, potential XXE or entity expansion',
    pattern: /<!ENTITY[\s%]/i,
  },
  {
    id: 'xml-billion-laughs',
    description: 'Entity reference chaining / billion laughs: repeated &eX; style references',
    // Heuristic: 3+ consecutive entity refs suggests expansion attack
    pattern: /(?:&\w{1,20};){3,}/,
  },
  {
    id: 'xml-namespace-confusion',
    description: 'xmlns: attribute injection — can redefine namespaces to confuse parsers',
    // pattern: /\bxmlns\s*(?::\w{1,40})?\s*=/i,
    pattern: /\bxmlns(?::\w{1,40})?\s*=/i,
  },
  {
    id: 'xml-comment-injection',
    description: '<!-- comment injection — can hide content from some parsers',
    pattern: /<!--/,
  },
  {
    id: 'xml-comment-close',
    description: '--> closes an enclosing XML comment',
    pattern: /-->/,
  },
  {
    id: 'xml-pi-close',
    description: '?> closes an enclosing processing instruction',
    pattern: /\?>/,
  },
];

/* harmony default export */ const xml = (XML_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/svg.js
/**
 * SVG context patterns.
 *
 * SVG is XML-based but renders in browsers, giving it a unique attack surface
 * that combines XML parser behaviour with browser rendering and JavaScript execution.
 *
 * Many of these vectors bypass HTML sanitizers that don't understand SVG semantics
 * (DOMPurify has documented bypass vulnerabilities specifically in SVG/XML context).
 */

const SVG_PATTERNS = [
  {
    id: 'svg-script-element',
    description: '<script element inside SVG executes JavaScript',
    pattern: /<script[\s>/]/i,
  },
  {
    id: 'svg-xlink-href-javascript',
    description: 'xlink:href with javascript: — classic SVG XSS via <a> or <use>',
    pattern: /xlink\s*:\s*href\s*=\s*["']?\s*javascript\s*:/i,
  },
  {
    id: 'svg-href-javascript',
    description: 'href= with javascript: in SVG context (<a>, <animate>, etc.)',
    pattern: /href\s*=\s*["']?\s*javascript\s*:/i,
  },
  {
    id: 'svg-foreignobject',
    description: '<foreignObject embeds HTML inside SVG — can execute scripts',
    pattern: /<foreignObject[\s>/]/i,
  },
  {
    id: 'svg-use-external',
    description: '<use xlink:href or href pointing to external resource (non-fragment URL)',
    // Match <use with href= where the value starts with a non-# character (external URL)
    // [\"'][^#] catches quoted values not starting with #; [^\"'#\s>] catches unquoted
    pattern: /<use[\s\S]{0,60}(?:xlink\s*:\s*)?href\s*=\s*(?:["'][^#]|[^"'#\s>])/i,
  },
  {
    id: 'svg-animate-href',
    description: '<animate attributeName="href" — can dynamically change href to javascript:',
    pattern: /<animate[\s\S]{0,80}attributeName\s*=\s*["'][\s]*href["']/i,
  },
  {
    id: 'svg-animate-xlinkhref',
    description: '<animate attributeName="xlink:href"',
    pattern: /<animate[\s\S]{0,80}attributeName\s*=\s*["'][\s]*xlink\s*:\s*href["']/i,
  },
  {
    id: 'svg-set-javascript',
    description: '<set to="javascript:..." — sets an attribute to a javascript: URI',
    pattern: /<set[\s\S]{0,80}to\s*=\s*["']?\s*javascript\s*:/i,
  },
  {
    id: 'svg-event-handler',
    description: 'SVG-specific event handler attributes: onload=, onerror=, onactivate=, etc.',
    pattern: /\bon(?:load|error|activate|begin|end|repeat|focus|blur|click|mouse\w{1,20}|key\w{1,20})\s*=/i,
  },
  {
    id: 'svg-handler-generic',
    description: 'Generic on* handler catch-all for SVG attributes',
    pattern: /\bon\w{1,30}\s*=/i,
  },
  {
    id: 'svg-filter-feimage',
    description: '<feImage href= — filter primitive that can load external resources',
    pattern: /<feImage[\s\S]{0,80}(?:xlink\s*:\s*)?href\s*=/i,
  },
  {
    id: 'svg-image-external',
    description: '<image xlink:href with http/https or javascript protocol',
    pattern: /<image[\s\S]{0,80}(?:xlink\s*:\s*)?href\s*=\s*["']?\s*(?:https?|javascript)\s*:/i,
  },
  {
    id: 'svg-style-javascript',
    description: 'style= attribute containing javascript: (e.g. background:url(javascript:...))',
    pattern: /style\s*=[\s\S]{0,60}javascript\s*:/i,
  },
];

/* harmony default export */ const svg = (SVG_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/shell.js
/**
 * SHELL context patterns.
 *
 * Detects shell injection vectors and path traversal patterns.
 * Designed for use when a string will be passed to a shell command,
 * used as a file path, or interpolated into OS-level operations.
 */

const SHELL_PATTERNS = [
  {
    id: 'shell-path-traversal-unix',
    description: 'Unix path traversal: ../  — climbing the directory tree',
    pattern: /\.\.\//,
  },
  {
    id: 'shell-path-traversal-windows',
    description: 'Windows path traversal: ..\\ — climbing the directory tree',
    pattern: /\.\.\\/,
  },
  {
    id: 'shell-path-traversal-encoded',
    description: 'URL-encoded path traversal: %2e%2e or %2f variants',
    pattern: /%2e%2e|%2f\.\.|\.\.%2f/i,
  },
  {
    id: 'shell-null-byte',
    description: 'Null byte injection: \\x00 or %00 — truncates strings in C-backed functions',
    pattern: /\x00|%00/,
  },
  {
    id: 'shell-semicolon',
    description: 'Semicolon command separator: cmd1; cmd2',
    pattern: /;/,
  },
  {
    id: 'shell-pipe',
    description: 'Pipe operator: cmd1 | cmd2',
    pattern: /\|/,
  },
  {
    id: 'shell-and-operator',
    description: 'AND operator: cmd1 && cmd2',
    pattern: /&&/,
  },
  {
    id: 'shell-or-operator',
    description: 'OR operator: cmd1 || cmd2',
    pattern: /\|\|/,
  },
  {
    id: 'shell-backtick',
    description: 'Backtick command substitution: `cmd`',
    pattern: /`/,
  },
  {
    id: 'shell-dollar-paren',
    description: 'Dollar-paren command substitution: $(cmd)',
    pattern: /\$\(/,
  },
  {
    id: 'shell-dollar-brace',
    description: 'Dollar-brace variable expansion: ${var} — can be abused for injection',
    pattern: /\$\{/,
  },
  {
    id: 'shell-redirect-out',
    description: 'Output redirection: cmd > file or cmd >> file',
    pattern: />{1,2}/,
  },
  {
    id: 'shell-redirect-in',
    description: 'Input redirection: cmd < file',
    pattern: /</,
  },
  {
    id: 'shell-newline-injection',
    description: 'Newline injection: \\n or \\r — can inject new shell commands',
    pattern: /[\n\r]/,
  },
  {
    id: 'shell-glob-star',
    description: 'Glob expansion: * or ? — can expand to unintended files',
    // Only flag when combined with path separators to reduce false positives
    pattern: /[/\\][*?]/,
  },
  {
    id: 'shell-absolute-root',
    description: 'Absolute root path injection: string starting with / or \\ (Windows UNC)',
    pattern: /^(?:\/|\\\\)/,
  },
  {
    id: 'shell-windows-drive',
    description: 'Windows drive letter path injection: C:\\ or D:/',
    pattern: /^[a-zA-Z]:[/\\]/,
  },
  {
    id: 'shell-curl-wget',
    description: 'curl/wget with URL or flags — can exfiltrate data or download payloads',
    // Require a URL scheme (http/https/ftp) or a flag (-) to reduce false positives
    // "curl is a tool" won't match; "curl http://..." or "curl -s ..." will
    pattern: /\b(?:curl|wget)\s+(?:https?:\/\/|ftp:\/\/|-)/i,
  },
];

/* harmony default export */ const shell = (SHELL_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/redos.js
/**
 * REDOS context patterns.
 *
 * Detects strings that, if used as regular expressions, could cause
 * catastrophic backtracking (ReDoS — Regular Expression Denial of Service).
 *
 * These patterns detect the structural forms that lead to exponential or
 * polynomial backtracking in NFA-based regex engines (V8, PCRE, Java, etc.).
 *
 * Use this context when user-supplied strings will be compiled into RegExp objects.
 */

const REDOS_PATTERNS = [
  {
    id: 'redos-nested-quantifier-plus',
    description: 'Nested + quantifier inside a group with outer quantifier: (a+)+, (.+b)*, etc.',
    // Matches any group containing a + quantifier, with an outer * or + — catches (a+)+, (.+b)*, etc.
    pattern: /\([^)]*\+[^)]*\)[+*]/,
  },
  {
    id: 'redos-nested-quantifier-star',
    description: 'Nested * quantifier: (a*)* or (a*)+ — catastrophic backtracking',
    pattern: /\([^)]*\*[^)]*\)[*+]/,
  },
  {
    id: 'redos-nested-groups',
    description: 'Doubly nested quantified groups: ((a+)+) — guaranteed catastrophic',
    pattern: /\(\([^)]{0,40}\)[+*]\)[+*]/,
  },
  {
    id: 'redos-alternation-overlap',
    description: 'Overlapping alternation under quantifier: (a|a)+ — ambiguous NFA paths',
    // Detect repeated identical alternatives under a quantifier
    pattern: /\(([^|()]{1,20})\|(?:\1)(?:\|[^|()]{1,20}){0,5}\)[+*?]{1,2}/,
  },
  {
    id: 'redos-star-plus-concat',
    description: '(x*x)+ pattern — triggers super-linear backtracking',
    pattern: /\([^)]{0,10}\*[^)]{0,10}\)[+*]/,
  },
  {
    id: 'redos-dot-star-greedy',
    description: '(.*){n,} or (.+){n,} — repeated greedy dot quantifiers',
    pattern: /\(\.[*+]\)\{?\d/,
  },
  {
    id: 'redos-large-repetition',
    description: 'Very large fixed or range repetition count {1000,} or {1000,n} — denial of service via backtracking',
    // Matches { followed by 4+ digits (≥1000), then optional ,digits }
    pattern: /\{\d{4,}(?:,\d*)?\}/,
  },
  {
    id: 'redos-catastrophic-alternation',
    description: 'Long alternation with many similar branches — polynomial backtracking risk',
    // Heuristic: 10+ pipe-separated alternatives in a single group
    pattern: /\([^)]{0,200}(?:\|[^|)]{0,50}){9,}\)/,
  },
];

/* harmony default export */ const redos = (REDOS_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/nosql.js
/**
 * NOSQL context patterns.
 *
 * Detects injection vectors specific to NoSQL databases (primarily MongoDB)
 * and JavaScript-evaluated queries.
 *
 * Attack categories:
 *   1. MongoDB query operator injection: $where, $ne, $gt, $regex, $or, $and, etc.
 *      These operators, when injected into a JSON query object, can bypass
 *      authentication or exfiltrate data without knowing passwords.
 *
 *   2. JavaScript execution: $where clauses execute arbitrary JS server-side.
 *
 *   3. Prototype pollution: __proto__, constructor.prototype — can corrupt
 *      the prototype chain of all objects in the Node.js process.
 *
 * Pattern note: MongoDB operators appear as JSON keys. In JSON, keys are
 * quoted: {"$where": ...} so the pattern must allow an optional closing
 * quote between the operator name and the colon: /\$where["'\s]*:/
 */

// Shared suffix: optional closing quote/whitespace before the colon
// Handles: $op: (bare), "$op": (JSON), '$op': (single-quoted)
const SEP = /["'\s]*:/;
const sep = '["\'\\s]*:';

const NOSQL_PATTERNS = [
  // ─── MongoDB $ operator injection ────────────────────────────────────────
  {
    id: 'nosql-where-operator',
    description: '$where — executes arbitrary JavaScript server-side in MongoDB',
    pattern: new RegExp(`\\$where${sep}`, 'i'),
  },
  {
    id: 'nosql-ne-operator',
    description: '$ne — "not equal" operator used to bypass equality checks',
    pattern: new RegExp(`\\$ne${sep}`, 'i'),
  },
  {
    id: 'nosql-gt-operator',
    description: '$gt — "greater than" used to bypass password/value checks',
    pattern: new RegExp(`\\$gte?${sep}`, 'i'),
  },
  {
    id: 'nosql-lt-operator',
    description: '$lt / $lte — "less than" bypass variants',
    pattern: new RegExp(`\\$lte?${sep}`, 'i'),
  },
  {
    id: 'nosql-regex-operator',
    description: '$regex — can be used to extract data character by character (blind injection)',
    pattern: new RegExp(`\\$regex${sep}`, 'i'),
  },
  {
    id: 'nosql-or-operator',
    description: '$or — logical OR; used to create always-true conditions',
    pattern: new RegExp(`\\$or${sep}\\s*\\[`, 'i'),
  },
  {
    id: 'nosql-and-operator',
    description: '$and — logical AND operator injection',
    pattern: new RegExp(`\\$and${sep}\\s*\\[`, 'i'),
  },
  {
    id: 'nosql-nor-operator',
    description: '$nor — logical NOR operator injection',
    pattern: new RegExp(`\\$nor${sep}\\s*\\[`, 'i'),
  },
  {
    id: 'nosql-exists-operator',
    description: '$exists — can enumerate fields to determine schema',
    pattern: new RegExp(`\\$exists${sep}`, 'i'),
  },
  {
    id: 'nosql-in-operator',
    description: '$in — matches any value in a list; can enumerate values',
    pattern: new RegExp(`\\$in${sep}\\s*\\[`, 'i'),
  },
  {
    id: 'nosql-expr-operator',
    description: '$expr — allows aggregation expressions in queries (MongoDB 3.6+)',
    pattern: new RegExp(`\\$expr${sep}`, 'i'),
  },
  {
    id: 'nosql-function-operator',
    description: '$function — executes arbitrary JavaScript in MongoDB 4.4+',
    pattern: new RegExp(`\\$function${sep}`, 'i'),
  },
  {
    id: 'nosql-accumulator-operator',
    description: '$accumulator — custom aggregation with arbitrary JS execution',
    pattern: new RegExp(`\\$accumulator${sep}`, 'i'),
  },
  // ─── Prototype pollution ─────────────────────────────────────────────────
  {
    id: 'nosql-proto-pollution',
    description: '__proto__ — prototype pollution via object key injection',
    pattern: /__proto__/,
  },
  {
    id: 'nosql-constructor-prototype',
    description: 'constructor.prototype — alternative prototype pollution vector (dot notation or JSON key)',
    // Matches dot-notation (obj.constructor.prototype) and JSON key adjacency
    // ("constructor": {"prototype": ...})
    pattern: /constructor[\s"':.,{\[]*prototype/i,
  },
  {
    id: 'nosql-proto-bracket',
    description: '["__proto__"] — bracket-notation prototype pollution',
    pattern: /\[["']__proto__["']\]/,
  },
];

/* harmony default export */ const nosql = (NOSQL_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/contexts/log.js
/**
 * LOG context patterns.
 *
 * Detects injection vectors that are dangerous when a string is written
 * to a log file, passed to a logging framework, or interpolated into
 * a log message that will be parsed or displayed.
 *
 * Attack categories:
 *   1. CRLF injection — injects fake log lines by embedding newlines
 *   2. Log4Shell (CVE-2021-44228) — ${jndi:...} triggers JNDI lookup in Log4j
 *   3. SSTI in log templates — {{...}}, #{...} trigger template evaluation
 *      if the log message is passed through a template engine
 *   4. Null byte injection — truncates log entries in some implementations
 *   5. ANSI escape injection — manipulates terminal output when logs are
 *      tailed in a terminal (colour codes, cursor movement, etc.)
 *
 * Note: Newline characters (\n, \r) will produce false positives for
 * multi-line legitimate values. Use this context only for single-line
 * log field values (usernames, IDs, request parameters, etc.).
 */

const LOG_PATTERNS = [
  // ─── CRLF / newline injection ─────────────────────────────────────────────
  {
    id: 'log-crlf-injection',
    description: 'CRLF injection: literal \\r or \\n embeds fake log lines',
    pattern: /[\r\n]/,
  },
  {
    id: 'log-url-encoded-crlf',
    description: 'URL-encoded CRLF: %0d, %0a, %0D, %0A — decoded by some log parsers',
    pattern: /%0[dDaA]/,
  },
  {
    id: 'log-unicode-newline',
    description: 'Unicode newline variants: U+2028 (line separator), U+2029 (paragraph separator)',
    pattern: /[\u2028\u2029]/,
  },

  // ─── Log4Shell / JNDI injection (CVE-2021-44228) ─────────────────────────
  {
    id: 'log-log4shell-jndi',
    description: 'Log4Shell: ${jndi:...} triggers remote code execution in Apache Log4j',
    pattern: /\$\{jndi\s*:/i,
  },
  {
    id: 'log-log4shell-obfuscated',
    description: 'Obfuscated Log4Shell: ${::-j}... lookup-bypass prefix used to evade WAF detection',
    // ${::- is the Log4j lookup-bypass escape sequence; presence alone is suspicious
    pattern: /\$\{::-/,
  },
  {
    id: 'log-log4j-lookup',
    description: 'Log4j lookup syntax: ${env:...}, ${sys:...}, ${ctx:...} — data exfiltration',
    pattern: /\$\{(?:env|sys|ctx|main|map|sd|web|docker|k8s|spring)\s*:/i,
  },

  // ─── Server-Side Template Injection (SSTI) in log messages ───────────────
  {
    id: 'log-ssti-double-brace',
    description: 'SSTI double-brace: {{expression}} — Jinja2, Twig, Handlebars, etc.',
    pattern: /\{\{[\s\S]{0,80}\}\}/,
  },
  {
    id: 'log-ssti-hash-brace',
    description: 'SSTI hash-brace: #{expression} — Thymeleaf, Velocity, Ruby ERB',
    pattern: /#\{[\s\S]{0,80}\}/,
  },
  {
    id: 'log-ssti-dollar-brace',
    description: 'SSTI/EL injection: ${expression with operators or method calls} — JSP EL, Freemarker, SpEL',
    // Require that the ${...} content looks like an expression, not a plain variable name.
    // Flags if the content contains: . ( * + operators, or known SSTI keywords.
    // This avoids flagging ${PATH}, ${HOME} etc. (plain shell variables).
    pattern: /\$\{[^}]*(?:\.|\(|\*|\+|\bclass\b|\bruntime\b|\bprocess\b|\bexec\b)[^}]{0,80}\}/i,
  },
  {
    id: 'log-ssti-percent-tag',
    description: 'SSTI ERB/ASP tag: <%= expression %> — Ruby ERB, ASP',
    pattern: /<%=[\s\S]{0,80}%>/,
  },

  // ─── Null byte ────────────────────────────────────────────────────────────
  {
    id: 'log-null-byte',
    description: 'Null byte: \\x00 or %00 — can truncate log entries in C-backed loggers',
    pattern: /\x00|%00/,
  },

  // ─── ANSI escape injection ────────────────────────────────────────────────
  {
    id: 'log-ansi-escape',
    description: 'ANSI escape sequence: ESC[ — can manipulate terminal output when logs are tailed',
    pattern: /\x1b\[/,
  },
];

/* harmony default export */ const log = (LOG_PATTERNS);

;// CONCATENATED MODULE: ./node_modules/is-unsafe/src/index.js
/**
 * is-unsafe v2
 *
 * Zero-dependency, DOM-free, pure predicate for detecting unsafe strings
 * across HTML, XML, SVG, SQL, SQL-STRICT, SHELL, REDOS, NOSQL, and LOG contexts.
 *
 * v2 change: contexts are imported as named pattern arrays rather than resolved
 * via a string-keyed registry. This makes each context independently
 * tree-shakeable — bundlers can drop any context you never import.
 *
 * @module is-unsafe
 */

// ─── Context pattern arrays (named exports) ────────────────────────────────
// Import only the ones you need. Each is independently tree-shakeable.










// SQL-STRICT needs a quoted identifier because of the hyphen



// Markup contexts are also matched against an entity-decoded copy of the input,
// because browsers decode HTML character references before interpreting a URL
// scheme (e.g. javascript&#58;… is a javascript: URL).


// ─── VALID_CONTEXTS convenience re-export ─────────────────────────────────
// Importing this pulls in ALL contexts. Use it only when you need all of them
// (e.g. for validation UI, tooling, or exhaustive audits).
// If you only need a subset, import the named contexts directly instead.










// ─── Attach labels to named contexts ──────────────────────────────────────
// Each built-in PatternList carries its canonical name so matchList can read
// list.label directly — no registry lookup needed at match time.
// Custom PatternLists default to 'CUSTOM' unless the caller sets list.label.

html.label       = 'HTML';
xml.label        = 'XML';
svg.label        = 'SVG';

// Markup contexts: also test an entity-decoded copy (see util/decode-entities.js).
// Non-markup contexts (SQL, SHELL, LOG, …) are matched byte-for-byte as supplied.
html.decodeEntities = true;
xml.decodeEntities  = true;
svg.decodeEntities  = true;
sql.label        = 'SQL';
sql_strict.label = 'SQL-STRICT';
shell.label      = 'SHELL';
redos.label      = 'REDOS';
nosql.label      = 'NOSQL';
log.label        = 'LOG';

const VALID_CONTEXTS = Object.freeze({
  HTML: html,
  XML: xml,
  SVG: svg,
  SQL: sql,
  'SQL-STRICT': sql_strict,
  SHELL: shell,
  REDOS: redos,
  NOSQL: nosql,
  LOG: log,
});

// ─── Types ────────────────────────────────────────────────────────────────

/**
 * @typedef {{ id: string, description: string, pattern: RegExp }} Rule
 */

/**
 * @typedef {Rule[]} PatternList
 */

/**
 * @typedef {Object} MatchResult
 * @property {string} context     - Label identifying which context matched ('HTML', 'CUSTOM', etc.)
 * @property {string} id          - Rule identifier
 * @property {string} description - Human-readable description of what was matched
 * @property {RegExp} pattern     - The pattern that matched
 */

// ─── Internal helpers ──────────────────────────────────────────────────────

/**
 * @param {unknown} value
 */
function assertString(value) {
  if (typeof value !== 'string') {
    throw new TypeError(
      `is-unsafe: first argument must be a string, got ${typeof value}`
    );
  }
}

/**
 * @param {unknown} context
 */
function assertContext(context) {
  if (context instanceof RegExp) return;

  if (Array.isArray(context)) {
    if (context.length === 0) {
      throw new TypeError('is-unsafe: context must not be an empty array');
    }
    // Detect array-of-arrays vs flat pattern list
    if (Array.isArray(context[0])) {
      // Array of PatternLists
      for (const list of context) {
        if (!Array.isArray(list) || list.length === 0) {
          throw new TypeError(
            'is-unsafe: each context in the array must be a non-empty pattern array (PatternList)'
          );
        }
      }
    }
    // else: flat PatternList — trust it, no deep validation needed
    return;
  }

  throw new TypeError(
    `is-unsafe: second argument must be a PatternList (e.g. HTML), ` +
    `an array of PatternLists (e.g. [HTML, XML]), or a RegExp. Got: ${typeof context}`
  );
}

/**
 * Normalise any valid context arg into an array of PatternLists.
 *
 * @param {Rule[]|Rule[][]|RegExp} context
 * @returns {{ lists: Rule[][]|null, regex: RegExp|null }}
 */
function src_normalise(context) {
  if (context instanceof RegExp) return { lists: null, regex: context };
  // Distinguish PatternList (array of rule objects) from array of PatternLists
  if (Array.isArray(context[0])) return { lists: context, regex: null };
  return { lists: [context], regex: null };
}

/**
 * For markup contexts, return an entity-decoded copy of `value` to test
 * alongside the raw input, or null when there is nothing extra to test.
 *
 * @param {string} value
 * @param {Rule[]} list
 * @returns {string|null}
 */
function decodedCopy(value, list) {
  if (!list.decodeEntities) return null;
  const decoded = decodeEntities(value);
  return decoded === value ? null : decoded;
}

/**
 * Test value against a single PatternList. Returns the first MatchResult or null.
 *
 * @param {string} value
 * @param {Rule[]} list
 * @returns {MatchResult|null}
 */
function matchList(value, list) {
  const label = list.label ?? 'CUSTOM';
  const decoded = decodedCopy(value, list);
  for (const rule of list) {
    if (rule.pattern.test(value) || (decoded !== null && rule.pattern.test(decoded))) {
      return { context: label, id: rule.id, description: rule.description, pattern: rule.pattern };
    }
  }
  return null;
}

// ─── Public API ───────────────────────────────────────────────────────────

/**
 * Returns `true` if `value` is unsafe in the given context(s), `false` otherwise.
 *
 * @param {string} value - The string to test
 * @param {PatternList | PatternList[] | RegExp} context
 *   - A PatternList imported from is-unsafe (e.g. `HTML`, `XML`)
 *   - An array of PatternLists — returns true if unsafe in **any** of them
 *   - A custom RegExp — returns true if the pattern matches
 * @returns {boolean}
 *
 * @example
 * import { isUnsafe, HTML, SQL } from 'is-unsafe';
 *
 * isUnsafe('<script>alert(1)</script>', HTML)       // true
 * isUnsafe('hello world', HTML)                     // false
 * isUnsafe('value', [HTML, SQL])                    // false
 * isUnsafe('value', /my-pattern/i)                  // false
 */
function isUnsafe(value, context) {
  assertString(value);
  assertContext(context);

  const { lists, regex } = src_normalise(context);

  if (regex) return regex.test(value);

  for (const list of lists) {
    if (matchList(value, list) !== null) return true;
  }
  return false;
}

/**
 * Like `isUnsafe`, but returns the first `MatchResult` describing **why**
 * the value was flagged, or `null` if it is safe.
 *
 * @param {string} value
 * @param {PatternList | PatternList[] | RegExp} context
 * @returns {MatchResult|null}
 *
 * @example
 * import { whyUnsafe, HTML } from 'is-unsafe';
 *
 * whyUnsafe('<script>alert(1)</script>', HTML)
 * // { context: 'HTML', id: 'html-script-open', description: '...', pattern: /.../ }
 */
function whyUnsafe(value, context) {
  assertString(value);
  assertContext(context);

  const { lists, regex } = src_normalise(context);

  if (regex) {
    return regex.test(value)
      ? { context: 'CUSTOM', id: 'custom-regex', description: 'Matched caller-supplied pattern', pattern: regex }
      : null;
  }

  for (const list of lists) {
    const result = matchList(value, list);
    if (result !== null) return result;
  }
  return null;
}

/**
 * Returns **all** matching rules across the given context(s), or an empty
 * array if the value is safe. Useful for comprehensive auditing.
 *
 * @param {string} value
 * @param {PatternList | PatternList[] | RegExp} context
 * @returns {MatchResult[]}
 */
function allUnsafe(value, context) {
  assertString(value);
  assertContext(context);

  const { lists, regex } = src_normalise(context);
  const results = [];

  if (regex) {
    if (regex.test(value)) {
      results.push({ context: 'CUSTOM', id: 'custom-regex', description: 'Matched caller-supplied pattern', pattern: regex });
    }
    return results;
  }

  for (const list of lists) {
    const label = list.label ?? 'CUSTOM';
    const decoded = decodedCopy(value, list);
    for (const rule of list) {
      if (rule.pattern.test(value) || (decoded !== null && rule.pattern.test(decoded))) {
        results.push({ context: label, id: rule.id, description: rule.description, pattern: rule.pattern });
      }
    }
  }

  return results;
}


/* harmony default export */ const src = ((/* unused pure expression or super */ null && (isUnsafe)));

;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/xmlparser/OrderedObjParser.js

///@ts-check












// const regx =
//   '<((!\\[CDATA\\[([\\s\\S]*?)(]]>))|((NAME:)?(NAME))([^>]*)>|((\\/)(NAME)\\s*>))([^<]*)'
//   .replace(/NAME/g, util.nameRegexp);

//const tagsRegx = new RegExp("<(\\/?[\\w:\\-\._]+)([^>]*)>(\\s*"+cdataRegx+")*([^<]+)?","g");
//const tagsRegx = new RegExp("<(\\/?)((\\w*:)?([\\w:\\-\._]+))([^>]*)>([^<]*)("+cdataRegx+"([^<]*))*([^<]+)?","g");

// Helper functions for attribute and namespace handling

/**
 * Extract raw attributes (without prefix) from prefixed attribute map
 * @param {object} prefixedAttrs - Attributes with prefix from buildAttributesMap
 * @param {object} options - Parser options containing attributeNamePrefix
 * @returns {object} Raw attributes for matcher
 */
function extractRawAttributes(prefixedAttrs, options) {
  if (!prefixedAttrs) return {};

  // Handle attributesGroupName option
  const attrs = options.attributesGroupName
    ? prefixedAttrs[options.attributesGroupName]
    : prefixedAttrs;

  if (!attrs) return {};

  const rawAttrs = {};
  for (const key in attrs) {
    // Remove the attribute prefix to get raw name
    if (key.startsWith(options.attributeNamePrefix)) {
      const rawName = key.substring(options.attributeNamePrefix.length);
      rawAttrs[rawName] = attrs[key];
    } else {
      // Attribute without prefix (shouldn't normally happen, but be safe)
      rawAttrs[key] = attrs[key];
    }
  }
  return rawAttrs;
}

/**
 * Extract namespace from raw tag name
 * @param {string} rawTagName - Tag name possibly with namespace (e.g., "soap:Envelope")
 * @returns {string|undefined} Namespace or undefined
 */
function extractNamespace(rawTagName) {
  if (!rawTagName || typeof rawTagName !== 'string') return undefined;

  const colonIndex = rawTagName.indexOf(':');
  if (colonIndex !== -1 && colonIndex > 0) {
    const ns = rawTagName.substring(0, colonIndex);
    // Don't treat xmlns as a namespace
    if (ns !== 'xmlns') {
      return ns;
    }
  }
  return undefined;
}

class OrderedObjParser {
  constructor(options, externalEntities) {
    this.options = options;
    this.currentNode = null;
    this.tagsNodeStack = [];
    this.parseXml = parseXml;
    this.parseTextData = parseTextData;
    this.resolveNameSpace = resolveNameSpace;
    this.buildAttributesMap = buildAttributesMap;
    this.isItStopNode = isItStopNode;
    this.replaceEntitiesValue = replaceEntitiesValue;
    this.readStopNodeData = readStopNodeData;
    this.saveTextToParentTag = saveTextToParentTag;
    this.addChild = addChild;
    this.ignoreAttributesFn = getIgnoreAttributesFn(this.options.ignoreAttributes)
    this.entityExpansionCount = 0;
    this.currentExpandedLength = 0;
    this.doctypefound = false;
    let namedEntities = { ...XML };
    if (this.options.entityDecoder) {
      this.entityDecoder = this.options.entityDecoder
    } else {
      if (typeof this.options.htmlEntities === "object") namedEntities = this.options.htmlEntities;
      else if (this.options.htmlEntities === true) namedEntities = { ...COMMON_HTML, ...CURRENCY };
      this.entityDecoder = new EntityDecoder({
        namedEntities: { ...namedEntities, ...externalEntities },
        numericAllowed: this.options.htmlEntities,
        limit: {
          maxTotalExpansions: this.options.processEntities.maxTotalExpansions,
          maxExpandedLength: this.options.processEntities.maxExpandedLength,
          applyLimitsTo: this.options.processEntities.appliesTo,
        },
        // onExternalEntity: (name, value) => isUnsafe(value) ? 'block' : 'allow',
        onInputEntity: (name, value) =>
          //TODO: VALID_CONTEXTS.HTML should be set only if this.options.htmlEntities
          isUnsafe(value, [html, xml]) ? ENTITY_ACTION.BLOCK : ENTITY_ACTION.ALLOW,

        //postCheck: resolved => resolved
      });
    }

    // Initialize path matcher for path-expression-matcher
    this.matcher = new Matcher();
    this.readonlyMatcher = this.matcher.readOnly();

    // Flag to track if current node is a stop node (optimization)
    this.isCurrentNodeStopNode = false;

    // Pre-compile stopNodes expressions
    this.stopNodeExpressionsSet = new ExpressionSet();
    const stopNodesOpts = this.options.stopNodes;
    if (stopNodesOpts && stopNodesOpts.length > 0) {
      for (let i = 0; i < stopNodesOpts.length; i++) {
        const stopNodeExp = stopNodesOpts[i];
        if (typeof stopNodeExp === 'string') {
          // Convert string to Expression object
          this.stopNodeExpressionsSet.add(new Expression(stopNodeExp));
        } else if (stopNodeExp instanceof Expression) {
          // Already an Expression object
          this.stopNodeExpressionsSet.add(stopNodeExp);
        }
      }
      this.stopNodeExpressionsSet.seal();
    }
  }

}


/**
 * @param {string} val
 * @param {string} tagName
 * @param {string|Matcher} jPath - jPath string or Matcher instance based on options.jPath
 * @param {boolean} dontTrim
 * @param {boolean} hasAttributes
 * @param {boolean} isLeafNode
 * @param {boolean} escapeEntities
 */
function parseTextData(val, tagName, jPath, dontTrim, hasAttributes, isLeafNode, escapeEntities) {
  const options = this.options;
  if (val !== undefined) {
    if (options.trimValues && !dontTrim) {
      val = val.trim();
    }
    if (val.length > 0) {
      if (!escapeEntities) val = this.replaceEntitiesValue(val, tagName, jPath);

      // Pass jPath string or matcher based on options.jPath setting
      const jPathOrMatcher = options.jPath ? jPath.toString() : jPath;
      const newval = options.tagValueProcessor(tagName, val, jPathOrMatcher, hasAttributes, isLeafNode);
      if (newval === null || newval === undefined) {
        //don't parse
        return val;
      } else if (typeof newval !== typeof val || newval !== val) {
        //overwrite
        return newval;
      } else if (options.trimValues) {
        return parseValue(val, options.parseTagValue, options.numberParseOptions);
      } else {
        const trimmedVal = val.trim();
        if (trimmedVal === val) {
          return parseValue(val, options.parseTagValue, options.numberParseOptions);
        } else {
          return val;
        }
      }
    }
  }
}

function resolveNameSpace(tagname) {
  if (this.options.removeNSPrefix) {
    const tags = tagname.split(':');
    const prefix = tagname.charAt(0) === '/' ? '/' : '';
    if (tags[0] === 'xmlns') {
      return '';
    }
    if (tags.length === 2) {
      tagname = prefix + tags[1];
    }
  }
  return tagname;
}

//TODO: change regex to capture NS
//const attrsRegx = new RegExp("([\\w\\-\\.\\:]+)\\s*=\\s*(['\"])((.|\n)*?)\\2","gm");
// The value is matched with a negated class per quote type rather than a lazy `[\s\S]*?` up to a
// backreference, which is much slower on long values (SVG paths, data URIs)
const attrsRegx = /([^\s=]+)\s*(=\s*(?:"([^"]*)"|'([^']*)'))?/gm;

// value inside double quotes, or inside single quotes, or undefined when there is no value
function attrValue(match) {
  return match[3] !== undefined ? match[3] : match[4];
}

function buildAttributesMap(attrStr, jPath, tagName, force = false) {
  const options = this.options;
  if (force === true || (options.ignoreAttributes !== true && typeof attrStr === 'string')) {
    // attrStr = attrStr.replace(/\r?\n/g, ' ');
    //attrStr = attrStr || attrStr.trim();

    const matches = getAllMatches(attrStr, attrsRegx);
    const len = matches.length; //don't make it inline
    const attrs = {};

    // Pre-process values once: trim + entity replacement
    // Reused in both matcher update and second pass
    const processedVals = new Array(len);
    let hasRawAttrs = false;
    const rawAttrsForMatcher = {};

    for (let i = 0; i < len; i++) {
      const attrName = this.resolveNameSpace(matches[i][1]);
      const oldVal = attrValue(matches[i]);

      if (attrName.length && oldVal !== undefined) {
        let val = oldVal;
        if (options.trimValues) val = val.trim();
        val = this.replaceEntitiesValue(val, tagName, this.readonlyMatcher);
        processedVals[i] = val;

        rawAttrsForMatcher[attrName] = val;
        hasRawAttrs = true;
      }
    }

    // Update matcher ONCE before second pass, if applicable
    if (hasRawAttrs && typeof jPath === 'object' && jPath.updateCurrent) {
      jPath.updateCurrent(rawAttrsForMatcher);
    }

    // Hoist toString() once — path doesn't change during attribute processing
    const jPathStr = options.jPath ? jPath.toString() : this.readonlyMatcher;

    // Second pass: apply processors, build final attrs
    let hasAttrs = false;
    for (let i = 0; i < len; i++) {
      const attrName = this.resolveNameSpace(matches[i][1]);

      if (this.ignoreAttributesFn(attrName, jPathStr)) continue;

      let aName = options.attributeNamePrefix + attrName;

      if (attrName.length) {
        if (options.transformAttributeName) {
          aName = options.transformAttributeName(aName);
        }
        aName = sanitizeName(aName, options);

        if (attrValue(matches[i]) !== undefined) {
          // Reuse already-processed value — no double entity replacement
          const oldVal = processedVals[i];

          const newVal = options.attributeValueProcessor(attrName, oldVal, jPathStr);
          if (newVal === null || newVal === undefined) {
            attrs[aName] = oldVal;
          } else if (typeof newVal !== typeof oldVal || newVal !== oldVal) {
            attrs[aName] = newVal;
          } else {
            attrs[aName] = parseValue(oldVal, options.parseAttributeValue, options.numberParseOptions);
          }
          hasAttrs = true;
        } else if (options.allowBooleanAttributes) {
          attrs[aName] = true;
          hasAttrs = true;
        }
      }
    }

    if (!hasAttrs) return;

    if (options.attributesGroupName && !options.preserveOrder) {
      const attrCollection = {};
      attrCollection[options.attributesGroupName] = attrs;
      return attrCollection;
    }
    return attrs;
  }
}
const parseXml = function (xmlData) {
  const options = this.options;
  const crlfPositions = options.captureMetaData ? [] : undefined;
  xmlData = xmlData.replace(/\r\n?/g, options.captureMetaData ? (newline, index) => {
    if (newline.length === 2) {
      // Store the position after earlier CRLF pairs have been normalized.
      crlfPositions.push(index - crlfPositions.length);
    }
    return "\n";
  } : "\n");
  const xmlObj = new XmlNode('!xml');
  let currentNode = xmlObj;
  let textData = "";

  // Reset matcher for new document
  this.matcher.reset();
  this.entityDecoder.reset();

  // Reset entity expansion counters for this document
  this.entityExpansionCount = 0;
  this.currentExpandedLength = 0;
  this.doctypefound = false;
  const docTypeReader = new DocTypeReader(options.processEntities);
  const xmlLen = xmlData.length;
  for (let i = 0; i < xmlLen; i++) {//for each char in XML data
    const ch = xmlData[i];
    if (ch === '<') {
      // const nextIndex = i+1;
      // const _2ndChar = xmlData[nextIndex];
      const c1 = xmlData.charCodeAt(i + 1);
      if (c1 === 47) {//Closing Tag '/'
        const closeIndex = findClosingIndex(xmlData, ">", i, "Closing Tag is not closed.")
        let tagName = xmlData.substring(i + 2, closeIndex).trim();

        if (options.removeNSPrefix) {
          const colonIndex = tagName.indexOf(":");
          if (colonIndex !== -1) {
            tagName = tagName.substr(colonIndex + 1);
          }
        }

        tagName = transformTagName(options.transformTagName, tagName, "", options).tagName;

        if (currentNode) {
          textData = this.saveTextToParentTag(textData, currentNode, this.readonlyMatcher);
        }

        //check if last tag of nested tag was unpaired tag
        const lastTagName = this.matcher.getCurrentTag();
        if (tagName && options.unpairedTagsSet.has(tagName)) {
          throw new Error(`Unpaired tag can not be used as closing tag: </${tagName}>`);
        }
        if (lastTagName && options.unpairedTagsSet.has(lastTagName)) {
          // Pop the unpaired tag
          this.matcher.pop();
          this.tagsNodeStack.pop();
        }
        // Pop the closing tag
        this.matcher.pop();
        this.isCurrentNodeStopNode = false; // Reset flag when closing tag

        //a closing tag with no matching opening tag leaves the stack empty
        currentNode = this.tagsNodeStack.pop() || xmlObj;//avoid recursion, set the parent tag scope

        if (options.captureMetaData && currentNode) {
          currentNode.addEndIndex(getOriginalIndex(closeIndex + 1, crlfPositions));
        }
        textData = "";
        i = closeIndex;
      } else if (c1 === 63) { //'?'

        let tagData = readTagExp(xmlData, i, false, "?>");
        if (!tagData) throw new Error("Pi Tag is not closed.");

        textData = this.saveTextToParentTag(textData, currentNode, this.readonlyMatcher);
        const attsMap = this.buildAttributesMap(tagData.tagExp, this.matcher, tagData.tagName, true);
        if (attsMap) {
          const ver = attsMap[this.options.attributeNamePrefix + "version"];
          this.entityDecoder.setXmlVersion(Number(ver) || 1.0);
          docTypeReader.setXmlVersion(Number(ver) || 1.0);
        }
        if ((options.ignoreDeclaration && tagData.tagName === "?xml") || options.ignorePiTags) {
          //do nothing
        } else {

          const childNode = new XmlNode(tagData.tagName);
          childNode.add(options.textNodeName, "");

          if (tagData.tagName !== tagData.tagExp && tagData.attrExpPresent && options.ignoreAttributes !== true) {
            childNode[":@"] = attsMap
          }
          const startIndex = options.captureMetaData ? getOriginalIndex(i, crlfPositions) : i;
          this.addChild(currentNode, childNode, this.readonlyMatcher, startIndex);

          if (options.captureMetaData) {
            // closeIndex points at '?' of the closing '?>'
            currentNode.addEndIndex(getOriginalIndex(tagData.closeIndex + 2, crlfPositions));
          }
        }


        i = tagData.closeIndex + 1;
      } else if (c1 === 33
        && xmlData.charCodeAt(i + 2) === 45
        && xmlData.charCodeAt(i + 3) === 45) { //'!--'
        const endIndex = findClosingIndex(xmlData, "-->", i + 4, "Comment is not closed.")
        if (options.commentPropName) {
          const comment = xmlData.substring(i + 4, endIndex - 2);

          textData = this.saveTextToParentTag(textData, currentNode, this.readonlyMatcher);

          currentNode.add(options.commentPropName, [{ [options.textNodeName]: comment }]);
        }
        i = endIndex;
      } else if (c1 === 33
        && xmlData.charCodeAt(i + 2) === 68) { //'!D'
        if (this.doctypefound) throw new Error("Multiple DOCTYPE declarations found.");
        this.doctypefound = true;
        const result = docTypeReader.readDocType(xmlData, i);
        this.entityDecoder.addInputEntities(result.entities);
        i = result.i;
      } else if (c1 === 33
        && xmlData.charCodeAt(i + 2) === 91) { // '!['
        const closeIndex = findClosingIndex(xmlData, "]]>", i, "CDATA is not closed.") - 2;
        const tagExp = xmlData.substring(i + 9, closeIndex);

        textData = this.saveTextToParentTag(textData, currentNode, this.readonlyMatcher);

        let val = this.parseTextData(tagExp, currentNode.tagname, this.readonlyMatcher, true, false, true, true);
        if (val == undefined) val = "";

        //cdata should be set even if it is 0 length string
        if (options.cdataPropName) {
          currentNode.add(options.cdataPropName, [{ [options.textNodeName]: tagExp }]);
        } else {
          currentNode.add(options.textNodeName, val);
        }

        i = closeIndex + 2;
      } else {//Opening tag
        let result = readTagExp(xmlData, i, options.removeNSPrefix);

        // Safety check: readTagExp can return undefined
        if (!result) {
          // Log context for debugging
          const context = xmlData.substring(Math.max(0, i - 50), Math.min(xmlLen, i + 50));
          throw new Error(`readTagExp returned undefined at position ${i}. Context: "${context}"`);
        }

        let tagName = result.tagName;
        const rawTagName = result.rawTagName;
        let tagExp = result.tagExp;
        let attrExpPresent = result.attrExpPresent;
        let closeIndex = result.closeIndex;

        ({ tagName, tagExp } = transformTagName(options.transformTagName, tagName, tagExp, options));

        if (options.strictReservedNames &&
          (tagName === options.commentPropName
            || tagName === options.cdataPropName
            || tagName === options.textNodeName
            || tagName === options.attributesGroupName
          )) {
          throw new Error(`Invalid tag name: ${tagName}`);
        }

        //save text as child node
        if (currentNode && textData) {
          if (currentNode.tagname !== '!xml') {
            //when nested tag is found
            textData = this.saveTextToParentTag(textData, currentNode, this.readonlyMatcher, false);
          }
        }

        //check if last tag was unpaired tag
        const lastTag = currentNode;
        if (lastTag && options.unpairedTagsSet.has(lastTag.tagname)) {
          currentNode = this.tagsNodeStack.pop();
          this.matcher.pop();
        }

        // Clean up self-closing syntax BEFORE processing attributes
        // This is where tagExp gets the trailing / removed
        let isSelfClosing = false;
        if (tagExp.length > 0 && tagExp.lastIndexOf("/") === tagExp.length - 1) {
          isSelfClosing = true;
          if (tagName[tagName.length - 1] === "/") {
            tagName = tagName.substr(0, tagName.length - 1);
            tagExp = tagName;
          } else {
            tagExp = tagExp.substr(0, tagExp.length - 1);
          }

          // Re-check attrExpPresent after cleaning
          attrExpPresent = (tagName !== tagExp);
        }

        // Now process attributes with CLEAN tagExp (no trailing /)
        let prefixedAttrs = null;
        let rawAttrs = {};
        let namespace = undefined;

        // Extract namespace from rawTagName
        namespace = extractNamespace(rawTagName);

        // Push tag to matcher FIRST (with empty attrs for now) so callbacks see correct path
        if (tagName !== xmlObj.tagname) {
          this.matcher.push(tagName, {}, namespace);
        }

        // Now build attributes - callbacks will see correct matcher state
        if (tagName !== tagExp && attrExpPresent) {
          // Build attributes (returns prefixed attributes for the tree)
          // Note: buildAttributesMap now internally updates the matcher with raw attributes
          prefixedAttrs = this.buildAttributesMap(tagExp, this.matcher, tagName);

          if (prefixedAttrs) {
            // Extract raw attributes (without prefix) for our use
            //TODO: seems a performance overhead
            rawAttrs = extractRawAttributes(prefixedAttrs, options);
          }
        }

        // Now check if this is a stop node (after attributes are set)
        if (tagName !== xmlObj.tagname) {
          this.isCurrentNodeStopNode = this.isItStopNode();
        }

        const startIndex = options.captureMetaData ? getOriginalIndex(i, crlfPositions) : i;
        if (this.isCurrentNodeStopNode) {
          let tagContent = "";

          // For self-closing tags, content is empty
          if (isSelfClosing) {
            i = result.closeIndex;
          }
          //unpaired tag
          else if (options.unpairedTagsSet.has(tagName)) {
            i = result.closeIndex;
          }
          //normal tag
          else {
            //read until closing tag is found
            const result = this.readStopNodeData(xmlData, rawTagName, closeIndex + 1);
            if (!result) throw new Error(`Unexpected end of ${rawTagName}`);
            i = result.i;
            tagContent = result.tagContent;
          }

          const childNode = new XmlNode(tagName);

          if (prefixedAttrs) {
            childNode[":@"] = prefixedAttrs;
          }

          // For stop nodes, store raw content as-is without any processing
          childNode.add(options.textNodeName, tagContent);

          this.matcher.pop(); // Pop the stop node tag
          this.isCurrentNodeStopNode = false; // Reset flag

          this.addChild(currentNode, childNode, this.readonlyMatcher, startIndex);

          if (options.captureMetaData) {
            currentNode.addEndIndex(getOriginalIndex(i + 1, crlfPositions));
          }
        } else {
          //selfClosing tag
          if (isSelfClosing) {
            ({ tagName, tagExp } = transformTagName(options.transformTagName, tagName, tagExp, options));

            const childNode = new XmlNode(tagName);
            if (prefixedAttrs) {
              childNode[":@"] = prefixedAttrs;
            }
            this.addChild(currentNode, childNode, this.readonlyMatcher, startIndex);

            if (options.captureMetaData) {
              currentNode.addEndIndex(getOriginalIndex(closeIndex + 1, crlfPositions));
            }
            this.matcher.pop(); // Pop self-closing tag
            this.isCurrentNodeStopNode = false; // Reset flag
          }
          else if (options.unpairedTagsSet.has(tagName)) {//unpaired tag
            const childNode = new XmlNode(tagName);
            if (prefixedAttrs) {
              childNode[":@"] = prefixedAttrs;
            }
            this.addChild(currentNode, childNode, this.readonlyMatcher, startIndex);

            if (options.captureMetaData) {
              currentNode.addEndIndex(getOriginalIndex(result.closeIndex + 1, crlfPositions));
            }
            this.matcher.pop(); // Pop unpaired tag
            this.isCurrentNodeStopNode = false; // Reset flag
            i = result.closeIndex;
            // Continue to next iteration without changing currentNode
            continue;
          }
          //opening tag
          else {
            const childNode = new XmlNode(tagName);
            if (this.tagsNodeStack.length > options.maxNestedTags) {
              throw new Error("Maximum nested tags exceeded");
            }
            this.tagsNodeStack.push(currentNode);

            if (prefixedAttrs) {
              childNode[":@"] = prefixedAttrs;
            }
            this.addChild(currentNode, childNode, this.readonlyMatcher, startIndex);
            currentNode = childNode;
          }
          textData = "";
          i = closeIndex;
        }
      }
    } else {
      textData += xmlData[i];
    }
  }
  return xmlObj.child;
}

function getOriginalIndex(index, crlfPositions) {
  let low = 0;
  let high = crlfPositions.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (crlfPositions[middle] < index) low = middle + 1;
    else high = middle;
  }
  return index + low;
}

function addChild(currentNode, childNode, matcher, startIndex) {
  // unset startIndex if not requested
  if (!this.options.captureMetaData) startIndex = undefined;

  // Pass jPath string or matcher based on options.jPath setting
  const jPathOrMatcher = this.options.jPath ? matcher.toString() : matcher;
  const result = this.options.updateTag(childNode.tagname, jPathOrMatcher, childNode[":@"])
  if (result === false) {
    //do nothing
  } else if (typeof result === "string") {
    childNode.tagname = result
    currentNode.addChild(childNode, startIndex);
  } else {
    currentNode.addChild(childNode, startIndex);
  }
}

/**
 * @param {object} val - Entity object with regex and val properties
 * @param {string} tagName - Tag name
 * @param {string|Matcher} jPath - jPath string or Matcher instance based on options.jPath
 */
function replaceEntitiesValue(val, tagName, jPath) {
  const entityConfig = this.options.processEntities;

  if (!entityConfig || !entityConfig.enabled) {
    return val;
  }

  // Check if tag is allowed to contain entities
  if (entityConfig.allowedTags) {
    const jPathOrMatcher = this.options.jPath ? jPath.toString() : jPath;
    const allowed = Array.isArray(entityConfig.allowedTags)
      ? entityConfig.allowedTags.includes(tagName)
      : entityConfig.allowedTags(tagName, jPathOrMatcher);

    if (!allowed) {
      return val;
    }
  }

  // Apply custom tag filter if provided
  if (entityConfig.tagFilter) {
    const jPathOrMatcher = this.options.jPath ? jPath.toString() : jPath;
    if (!entityConfig.tagFilter(tagName, jPathOrMatcher)) {
      return val; // Skip based on custom filter
    }
  }

  return this.entityDecoder.decode(val);
}


function saveTextToParentTag(textData, parentNode, matcher, isLeafNode) {
  if (textData) { //store previously collected data as textNode
    if (isLeafNode === undefined) isLeafNode = parentNode.child.length === 0

    textData = this.parseTextData(textData,
      parentNode.tagname,
      matcher,
      false,
      parentNode[":@"] ? Object.keys(parentNode[":@"]).length !== 0 : false,
      isLeafNode);

    if (textData !== undefined && textData !== "")
      parentNode.add(this.options.textNodeName, textData);
    textData = "";
  }
  return textData;
}

/**
 * @param {Array<Expression>} stopNodeExpressions - Array of compiled Expression objects
 * @param {Matcher} matcher - Current path matcher
 */
function isItStopNode() {
  if (this.stopNodeExpressionsSet.size === 0) return false;

  return this.matcher.matchesAny(this.stopNodeExpressionsSet);
}

/**
 * Returns the tag Expression and where it is ending handling single-double quotes situation
 * @param {string} xmlData 
 * @param {number} i starting index
 * @returns 
 */
function tagExpWithClosingIndex(xmlData, i, closingChar = ">") {
  //TODO: ignore boolean attributes in tag expression
  //TODO: if ignore attributes, dont read full attribute expression but the end. But read for xml declaration
  const len = xmlData.length;
  const closeCode0 = closingChar.charCodeAt(0);
  const closeCode1 = closingChar.length > 1 ? closingChar.charCodeAt(1) : -1;

  let result = '';
  let segmentStart = i;

  for (let index = i; index < len; index++) {
    const code = xmlData.charCodeAt(index);

    if (code === 34 || code === 39) { // " or '
      // Skip the quoted value in one step: nothing inside it can close the tag
      index = xmlData.indexOf(xmlData[index], index + 1);
      if (index === -1) return;
    } else if (code === closeCode0) {
      if (closeCode1 !== -1) {
        if (xmlData.charCodeAt(index + 1) === closeCode1) {
          result += xmlData.substring(segmentStart, index);
          return { data: result, index };
        }
      } else {
        result += xmlData.substring(segmentStart, index);
        return { data: result, index };
      }
    } else if (code === 9) { // \t - only replace with space outside attribute values
      // Flush accumulated segment, add space, start new segment
      result += xmlData.substring(segmentStart, index) + ' ';
      segmentStart = index + 1;
    }
  }
}

function findClosingIndex(xmlData, str, i, errMsg) {
  const closingIndex = xmlData.indexOf(str, i);
  if (closingIndex === -1) {
    throw new Error(errMsg)
  } else {
    return closingIndex + str.length - 1;
  }
}

function findClosingChar(xmlData, char, i, errMsg) {
  const closingIndex = xmlData.indexOf(char, i);
  if (closingIndex === -1) throw new Error(errMsg);
  return closingIndex; // no offset needed
}

function readTagExp(xmlData, i, removeNSPrefix, closingChar = ">") {
  const result = tagExpWithClosingIndex(xmlData, i + 1, closingChar);
  if (!result) return;
  let tagExp = result.data;
  const closeIndex = result.index;
  const separatorIndex = tagExp.search(/\s/);
  let tagName = tagExp;
  let attrExpPresent = true;
  if (separatorIndex !== -1) {//separate tag name and attributes expression
    tagName = tagExp.substring(0, separatorIndex);
    tagExp = tagExp.substring(separatorIndex + 1).trimStart();
  }

  const rawTagName = tagName;
  if (removeNSPrefix) {
    const colonIndex = tagName.indexOf(":");
    if (colonIndex !== -1) {
      tagName = tagName.substr(colonIndex + 1);
      attrExpPresent = tagName !== result.data.substr(colonIndex + 1);
    }
  }

  return {
    tagName: tagName,
    tagExp: tagExp,
    closeIndex: closeIndex,
    attrExpPresent: attrExpPresent,
    rawTagName: rawTagName,
  }
}
/**
 * find paired tag for a stop node
 * @param {string} xmlData 
 * @param {string} tagName 
 * @param {number} i 
 */
function readStopNodeData(xmlData, tagName, i) {
  const startIndex = i;
  // Starting at 1 since we already have an open tag
  let openTagCount = 1;
  let lenient = false; // set once a quote-aware tag scan fails
  let nextGt = -1; // cached index of the next '>'

  const xmllen = xmlData.length;
  for (; i < xmllen; i++) {
    if (xmlData[i] === "<") {
      const c1 = xmlData.charCodeAt(i + 1);
      if (c1 === 47) {//close tag '/'
        const closeIndex = findClosingChar(xmlData, ">", i, `${tagName} is not closed`);
        let closeTagName = xmlData.substring(i + 2, closeIndex).trim();
        if (closeTagName === tagName) {
          openTagCount--;
          if (openTagCount === 0) {
            return {
              tagContent: xmlData.substring(startIndex, i),
              i: closeIndex
            }
          }
        }
        i = closeIndex;
      } else if (c1 === 63) { //?
        const closeIndex = findClosingIndex(xmlData, "?>", i + 1, "StopNode is not closed.")
        i = closeIndex;
      } else if (c1 === 33
        && xmlData.charCodeAt(i + 2) === 45
        && xmlData.charCodeAt(i + 3) === 45) { // '!--'
        const closeIndex = findClosingIndex(xmlData, "-->", i + 3, "StopNode is not closed.")
        i = closeIndex;
      } else if (c1 === 33
        && xmlData.charCodeAt(i + 2) === 91) { // '!['
        const closeIndex = findClosingIndex(xmlData, "]]>", i, "StopNode is not closed.") - 2;
        i = closeIndex;
      } else {
        const tagData = lenient ? undefined : readTagExp(xmlData, i, false);

        if (tagData) {
          const openTagName = tagData.tagName;
          if (openTagName === tagName && tagData.tagExp[tagData.tagExp.length - 1] !== "/") {
            openTagCount++;
          }
          i = tagData.closeIndex;
        } else {
          // no closing '>'. use lenient approach to find '<' instead of readTagExp, to avoid repeated rescans.
          lenient = true;
          if (nextGt < i) {
            nextGt = xmlData.indexOf(">", i);
            if (nextGt === -1) return; // no '>' left, so no closing tag can follow
          }
          const nextLt = xmlData.indexOf("<", i + 1);
          if (nextLt === -1 || nextLt > nextGt) { // looks like a real tag
            const exp = xmlData.substring(i + 1, nextGt);
            const sep = exp.search(/\s/);
            const name = sep === -1 ? exp : exp.substring(0, sep);
            if (name === tagName && exp[exp.length - 1] !== "/") openTagCount++;
            i = nextGt;
          } // else: treat this '<' as plain text
        }
      }
    }
  }//end for loop
}

function parseValue(val, shouldParse, options) {
  if (shouldParse && typeof val === 'string') {
    //console.log(options)
    const newval = val.trim();
    if (newval === 'true') return true;
    else if (newval === 'false') return false;
    else return toNumber(val, options);
  } else {
    if (isExist(val)) {
      return val;
    } else {
      return '';
    }
  }
}

function fromCodePoint(str, base, prefix) {
  const codePoint = Number.parseInt(str, base);

  if (codePoint >= 0 && codePoint <= 0x10FFFF) {
    return String.fromCodePoint(codePoint);
  } else {
    return prefix + str + ";";
  }
}

function transformTagName(fn, tagName, tagExp, options) {
  if (fn) {
    const newTagName = fn(tagName);
    if (tagExp === tagName) {
      tagExp = newTagName
    }
    tagName = newTagName;
  }
  tagName = sanitizeName(tagName, options);
  return { tagName, tagExp };
}



function sanitizeName(name, options) {
  if (criticalProperties.includes(name)) {
    throw new Error(`[SECURITY] Invalid name: "${name}" is a reserved JavaScript keyword that could cause prototype pollution`);
  } else if (DANGEROUS_PROPERTY_NAMES.includes(name)) {
    return options.onDangerousProperty(name);
  }
  return name;
}
;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/xmlparser/node2json.js





const node2json_METADATA_SYMBOL = XmlNode.getMetaDataSymbol();

/**
 * Helper function to strip attribute prefix from attribute map
 * @param {object} attrs - Attributes with prefix (e.g., {"@_class": "code"})
 * @param {string} prefix - Attribute prefix to remove (e.g., "@_")
 * @returns {object} Attributes without prefix (e.g., {"class": "code"})
 */
function stripAttributePrefix(attrs, prefix) {
  if (!attrs || typeof attrs !== 'object') return {};
  if (!prefix) return attrs;

  const rawAttrs = {};
  for (const key in attrs) {
    if (key.startsWith(prefix)) {
      const rawName = key.substring(prefix.length);
      rawAttrs[rawName] = attrs[key];
    } else {
      // Attribute without prefix (shouldn't normally happen, but be safe)
      rawAttrs[key] = attrs[key];
    }
  }
  return rawAttrs;
}

/**
 * 
 * @param {array} node 
 * @param {any} options 
 * @param {Matcher} matcher - Path matcher instance
 * @returns 
 */
function prettify(node, options, matcher, readonlyMatcher) {
  return compress(node, options, matcher, readonlyMatcher);
}

/**
 * @param {array} arr 
 * @param {object} options 
 * @param {Matcher} matcher - Path matcher instance
 * @returns object
 */
function compress(arr, options, matcher, readonlyMatcher) {
  let text;
  const compressedObj = {}; //This is intended to be a plain object
  for (let i = 0; i < arr.length; i++) {
    const tagObj = arr[i];
    const property = propName(tagObj);

    // Push current property to matcher WITH RAW ATTRIBUTES (no prefix)
    if (property !== undefined && property !== options.textNodeName) {
      const rawAttrs = stripAttributePrefix(
        tagObj[":@"] || {},
        options.attributeNamePrefix
      );
      matcher.push(property, rawAttrs);
    }

    if (property === options.textNodeName) {
      if (text === undefined) text = tagObj[property];
      else text += "" + tagObj[property];
    } else if (property === undefined) {
      continue;
    } else if (tagObj[property]) {

      let val = compress(tagObj[property], options, matcher, readonlyMatcher);
      const isLeaf = isLeafTag(val, options);

      if (Object.keys(val).length === 0 && options.alwaysCreateTextNode) {
        val[options.textNodeName] = "";
      }

      if (tagObj[":@"]) {
        assignAttributes(val, tagObj[":@"], readonlyMatcher, options);
      } else if (Object.keys(val).length === 1 && val[options.textNodeName] !== undefined && !options.alwaysCreateTextNode) {
        val = val[options.textNodeName];
      } else if (Object.keys(val).length === 0) {
        if (options.alwaysCreateTextNode) val[options.textNodeName] = "";
        else val = "";
      }

      if (tagObj[node2json_METADATA_SYMBOL] !== undefined && typeof val === "object" && val !== null) {
        val[node2json_METADATA_SYMBOL] = tagObj[node2json_METADATA_SYMBOL]; // copy over metadata
      }


      if (compressedObj[property] !== undefined && Object.prototype.hasOwnProperty.call(compressedObj, property)) {
        if (!Array.isArray(compressedObj[property])) {
          compressedObj[property] = [compressedObj[property]];
        }
        compressedObj[property].push(val);
      } else {
        //TODO: if a node is not an array, then check if it should be an array
        //also determine if it is a leaf node

        // Pass jPath string or readonlyMatcher based on options.jPath setting
        const jPathOrMatcher = options.jPath ? readonlyMatcher.toString() : readonlyMatcher;
        if (options.isArray(property, jPathOrMatcher, isLeaf)) {
          compressedObj[property] = [val];
        } else {
          compressedObj[property] = val;
        }
      }

      // Pop property from matcher after processing
      if (property !== undefined && property !== options.textNodeName) {
        matcher.pop();
      }
    }

  }
  // if(text && text.length > 0) compressedObj[options.textNodeName] = text;
  if (typeof text === "string") {
    if (text.length > 0) compressedObj[options.textNodeName] = text;
  } else if (text !== undefined) compressedObj[options.textNodeName] = text;


  return compressedObj;
}

function propName(obj) {
  const keys = Object.keys(obj);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key !== ":@") return key;
  }
}

function assignAttributes(obj, attrMap, readonlyMatcher, options) {
  if (attrMap) {
    const keys = Object.keys(attrMap);
    const len = keys.length; //don't make it inline
    for (let i = 0; i < len; i++) {
      const atrrName = keys[i];  // This is the PREFIXED name (e.g., "@_class")

      // Strip prefix for matcher path (for isArray callback)
      const rawAttrName = atrrName.startsWith(options.attributeNamePrefix)
        ? atrrName.substring(options.attributeNamePrefix.length)
        : atrrName;

      // For attributes, we need to create a temporary path
      // Pass jPath string or matcher based on options.jPath setting
      const jPathOrMatcher = options.jPath
        ? readonlyMatcher.toString() + "." + rawAttrName
        : readonlyMatcher;

      if (options.isArray(atrrName, jPathOrMatcher, true, true)) {
        obj[atrrName] = [attrMap[atrrName]];
      } else {
        obj[atrrName] = attrMap[atrrName];
      }
    }
  }
}

function isLeafTag(obj, options) {
  const { textNodeName } = options;
  const propCount = Object.keys(obj).length;

  if (propCount === 0) {
    return true;
  }

  if (
    propCount === 1 &&
    (obj[textNodeName] || typeof obj[textNodeName] === "boolean" || obj[textNodeName] === 0)
  ) {
    return true;
  }

  return false;
}
;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/validator.js




const validator_defaultOptions = {
  allowBooleanAttributes: false, //A tag can have attributes without any value
  unpairedTags: []
};

//const tagsPattern = new RegExp("<\\/?([\\w:\\-_\.]+)\\s*\/?>","g");
function validator_validate(xmlData, options) {
  options = Object.assign({}, validator_defaultOptions, options);

  //xmlData = xmlData.replace(/(\r\n|\n|\r)/gm,"");//make it single line
  //xmlData = xmlData.replace(/(^\s*<\?xml.*?\?>)/g,"");//Remove XML starting tag
  //xmlData = xmlData.replace(/(<!DOCTYPE[\s\w\"\.\/\-\:]+(\[.*\])*\s*>)/g,"");//Remove DOCTYPE
  const tags = [];
  let tagFound = false;

  //indicates that the root tag has been closed (aka. depth 0 has been reached)
  let reachedRoot = false;

  if (xmlData[0] === '\ufeff') {
    // check for byte order mark (BOM)
    xmlData = xmlData.substr(1);
  }

  for (let i = 0; i < xmlData.length; i++) {

    if (xmlData[i] === '<' && xmlData[i + 1] === '?') {
      i += 2;
      i = readPI(xmlData, i);
      if (i.err) return i;
    } else if (xmlData[i] === '<') {
      //starting of tag
      //read until you reach to '>' avoiding any '>' in attribute value
      let tagStartPos = i;
      i++;

      if (xmlData[i] === '!') {
        i = readCommentAndCDATA(xmlData, i);
        continue;
      } else {
        let closingTag = false;
        if (xmlData[i] === '/') {
          //closing tag
          closingTag = true;
          i++;
        }
        //read tagname
        let tagName = '';
        for (; i < xmlData.length &&
          xmlData[i] !== '>' &&
          xmlData[i] !== ' ' &&
          xmlData[i] !== '\t' &&
          xmlData[i] !== '\n' &&
          xmlData[i] !== '\r'; i++
        ) {
          tagName += xmlData[i];
        }
        tagName = tagName.trim();
        //console.log(tagName);

        if (tagName[tagName.length - 1] === '/') {
          //self closing tag without attributes
          tagName = tagName.substring(0, tagName.length - 1);
          //continue;
          i--;
        }
        if (!validateTagName(tagName)) {
          let msg;
          if (tagName.trim().length === 0) {
            msg = "Invalid space after '<'.";
          } else {
            msg = "Tag '" + tagName + "' is an invalid name.";
          }
          return getErrorObject('InvalidTag', msg, getLineNumberForPosition(xmlData, i));
        }

        const result = readAttributeStr(xmlData, i);
        if (result === false) {
          return getErrorObject('InvalidAttr', "Attributes for '" + tagName + "' have open quote.", getLineNumberForPosition(xmlData, i));
        }
        let attrStr = result.value;
        i = result.index;

        if (attrStr[attrStr.length - 1] === '/') {
          //self closing tag
          const attrStrStart = i - attrStr.length;
          attrStr = attrStr.substring(0, attrStr.length - 1);
          const isValid = validateAttributeString(attrStr, options);
          if (isValid === true) {
            tagFound = true;
            //continue; //text may presents after self closing tag
          } else {
            //the result from the nested function returns the position of the error within the attribute
            //in order to get the 'true' error line, we need to calculate the position where the attribute begins (i - attrStr.length) and then add the position within the attribute
            //this gives us the absolute index in the entire xml, which we can use to find the line at last
            return getErrorObject(isValid.err.code, isValid.err.msg, getLineNumberForPosition(xmlData, attrStrStart + isValid.err.line));
          }
        } else if (closingTag) {
          if (!result.tagClosed) {
            return getErrorObject('InvalidTag', "Closing tag '" + tagName + "' doesn't have proper closing.", getLineNumberForPosition(xmlData, i));
          } else if (attrStr.trim().length > 0) {
            return getErrorObject('InvalidTag', "Closing tag '" + tagName + "' can't have attributes or invalid starting.", getLineNumberForPosition(xmlData, tagStartPos));
          } else if (tags.length === 0) {
            return getErrorObject('InvalidTag', "Closing tag '" + tagName + "' has not been opened.", getLineNumberForPosition(xmlData, tagStartPos));
          } else {
            const otg = tags.pop();
            if (tagName !== otg.tagName) {
              let openPos = getLineNumberForPosition(xmlData, otg.tagStartPos);
              return getErrorObject('InvalidTag',
                "Expected closing tag '" + otg.tagName + "' (opened in line " + openPos.line + ", col " + openPos.col + ") instead of closing tag '" + tagName + "'.",
                getLineNumberForPosition(xmlData, tagStartPos));
            }

            //when there are no more tags, we reached the root level.
            if (tags.length == 0) {
              reachedRoot = true;
            }
          }
        } else {
          const isValid = validateAttributeString(attrStr, options);
          if (isValid !== true) {
            //the result from the nested function returns the position of the error within the attribute
            //in order to get the 'true' error line, we need to calculate the position where the attribute begins (i - attrStr.length) and then add the position within the attribute
            //this gives us the absolute index in the entire xml, which we can use to find the line at last
            return getErrorObject(isValid.err.code, isValid.err.msg, getLineNumberForPosition(xmlData, i - attrStr.length + isValid.err.line));
          }

          //if the root level has been reached before ...
          if (reachedRoot === true) {
            return getErrorObject('InvalidXml', 'Multiple possible root nodes found.', getLineNumberForPosition(xmlData, i));
          } else if (options.unpairedTags.indexOf(tagName) !== -1) {
            //don't push into stack
          } else {
            tags.push({ tagName, tagStartPos });
          }
          tagFound = true;
        }

        //skip tag text value
        //It may include comments and CDATA value
        for (i++; i < xmlData.length; i++) {
          if (xmlData[i] === '<') {
            if (xmlData[i + 1] === '!') {
              //comment or CADATA
              i++;
              i = readCommentAndCDATA(xmlData, i);
              continue;
            } else if (xmlData[i + 1] === '?') {
              i = readPI(xmlData, ++i);
              if (i.err) return i;
            } else {
              break;
            }
          } else if (xmlData[i] === '&') {
            const afterAmp = validateAmpersand(xmlData, i);
            if (afterAmp == -1)
              return getErrorObject('InvalidChar', "char '&' is not expected.", getLineNumberForPosition(xmlData, i));
            i = afterAmp;
          } else {
            if (reachedRoot === true && !isWhiteSpace(xmlData[i])) {
              return getErrorObject('InvalidXml', "Extra text at the end", getLineNumberForPosition(xmlData, i));
            }
          }
        } //end of reading tag text value
        if (xmlData[i] === '<') {
          i--;
        }
      }
    } else {
      if (isWhiteSpace(xmlData[i])) {
        continue;
      }
      return getErrorObject('InvalidChar', "char '" + xmlData[i] + "' is not expected.", getLineNumberForPosition(xmlData, i));
    }
  }

  if (!tagFound) {
    return getErrorObject('InvalidXml', 'Start tag expected.', 1);
  } else if (tags.length == 1) {
    return getErrorObject('InvalidTag', "Unclosed tag '" + tags[0].tagName + "'.", getLineNumberForPosition(xmlData, tags[0].tagStartPos));
  } else if (tags.length > 0) {
    return getErrorObject('InvalidXml', "Invalid '" +
      JSON.stringify(tags.map(t => t.tagName), null, 4).replace(/\r?\n/g, '') +
      "' found.", { line: 1, col: 1 });
  }

  return true;
};

function isWhiteSpace(char) {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}
/**
 * Read Processing insstructions and skip
 * @param {*} xmlData
 * @param {*} i
 */
function readPI(xmlData, i) {
  const start = i;
  for (; i < xmlData.length; i++) {
    if (xmlData[i] == '?' || xmlData[i] == ' ') {
      //tagname
      const tagname = xmlData.substr(start, i - start);
      if (i > 5 && tagname === 'xml') {
        return getErrorObject('InvalidXml', 'XML declaration allowed only at the start of the document.', getLineNumberForPosition(xmlData, i));
      } else if (xmlData[i] == '?' && xmlData[i + 1] == '>') {
        //check if valid attribut string
        i++;
        break;
      } else {
        continue;
      }
    }
  }
  return i;
}

function readCommentAndCDATA(xmlData, i) {
  if (xmlData.length > i + 5 && xmlData[i + 1] === '-' && xmlData[i + 2] === '-') {
    //comment
    for (i += 3; i < xmlData.length; i++) {
      if (xmlData[i] === '-' && xmlData[i + 1] === '-' && xmlData[i + 2] === '>') {
        i += 2;
        break;
      }
    }
  } else if (
    xmlData.length > i + 8 &&
    xmlData[i + 1] === 'D' &&
    xmlData[i + 2] === 'O' &&
    xmlData[i + 3] === 'C' &&
    xmlData[i + 4] === 'T' &&
    xmlData[i + 5] === 'Y' &&
    xmlData[i + 6] === 'P' &&
    xmlData[i + 7] === 'E'
  ) {
    let angleBracketsCount = 1;
    for (i += 8; i < xmlData.length; i++) {
      if (xmlData[i] === '<') {
        angleBracketsCount++;
      } else if (xmlData[i] === '>') {
        angleBracketsCount--;
        if (angleBracketsCount === 0) {
          break;
        }
      }
    }
  } else if (
    xmlData.length > i + 9 &&
    xmlData[i + 1] === '[' &&
    xmlData[i + 2] === 'C' &&
    xmlData[i + 3] === 'D' &&
    xmlData[i + 4] === 'A' &&
    xmlData[i + 5] === 'T' &&
    xmlData[i + 6] === 'A' &&
    xmlData[i + 7] === '['
  ) {
    for (i += 8; i < xmlData.length; i++) {
      if (xmlData[i] === ']' && xmlData[i + 1] === ']' && xmlData[i + 2] === '>') {
        i += 2;
        break;
      }
    }
  }

  return i;
}

const doubleQuote = '"';
const singleQuote = "'";

/**
 * Keep reading xmlData until '<' is found outside the attribute value.
 * @param {string} xmlData
 * @param {number} i
 */
function readAttributeStr(xmlData, i) {
  let attrStr = '';
  let startChar = '';
  let tagClosed = false;
  for (; i < xmlData.length; i++) {
    if (xmlData[i] === doubleQuote || xmlData[i] === singleQuote) {
      if (startChar === '') {
        startChar = xmlData[i];
      } else if (startChar !== xmlData[i]) {
        //if vaue is enclosed with double quote then single quotes are allowed inside the value and vice versa
      } else {
        startChar = '';
      }
    } else if (xmlData[i] === '>') {
      if (startChar === '') {
        tagClosed = true;
        break;
      }
    }
    attrStr += xmlData[i];
  }
  if (startChar !== '') {
    return false;
  }

  return {
    value: attrStr,
    index: i,
    tagClosed: tagClosed
  };
}

/**
 * Walk `attrStr` once, left to right, splitting it into attribute tokens.
 *
 * This replaces a regex that used to do the same job
 * (`(\s*)([^\s=]+)(\s*=)?(\s*(['"])(([\s\S])*?)\5)?`). That regex led with an
 * optional whitespace group followed by a required "non-whitespace" group.
 * On a long run of whitespace that never resolves into an attribute name
 * (e.g. a tag with thousands of trailing spaces before `>`), the engine
 * backtracks the whitespace group one character at a time before giving up
 * and moving to the next starting position — one full backtrack per
 * position, which is quadratic in the length of the run.
 *
 * The scan is forward-only: the cursor never moves backwards, so each
 * character is visited a constant number of times and the cost is linear
 * in the length of the string.
 *
 * Each returned token mirrors the shape the old regex match array had, so
 * the validation logic below (which reads token[1]..token[6]) didn't need
 * to change:
 *   token.startIndex - where this token begins in attrStr
 *   token[1]          - leading whitespace before the name
 *   token[2]          - the attribute name
 *   token[3]          - whitespace + '=' if present, else undefined
 *   token[4]          - marker (any defined value) if a quoted value was found
 *   token[5]          - the quote character used ('"' or "'")
 *   token[6]          - the value's text, without the surrounding quotes
 *
 * A malformed leading character (e.g. a stray '=' with no name before it)
 * is simply skipped over, one character at a time — the same outcome the
 * old regex produced by failing to match at that position and retrying at
 * the next one.
 */
function scanAttributeTokens(attrStr) {
  const tokens = [];
  const len = attrStr.length;
  let i = 0;

  while (i < len) {
    const tokenStart = i;

    // Leading whitespace before the name.
    while (i < len && isWhiteSpace(attrStr[i])) i++;
    if (i >= len) break; // trailing whitespace only — nothing left to read

    if (attrStr[i] === '=') {
      // No name before this '=' — not a valid attribute start. Move past
      i++;
      continue;
    }

    const leadingWs = attrStr.slice(tokenStart, i);

    // Attribute name — everything up to the next whitespace or '='.
    const nameStart = i;
    while (i < len && !isWhiteSpace(attrStr[i]) && attrStr[i] !== '=') i++;
    const name = attrStr.slice(nameStart, i);

    // Optional whitespace + '='.
    let equalsGroup; // whitespace + '=' text, or undefined if absent
    let j = i;
    while (j < len && isWhiteSpace(attrStr[j])) j++;
    if (j < len && attrStr[j] === '=') {
      equalsGroup = attrStr.slice(i, j + 1);
      i = j + 1;
    }

    // Optional whitespace + quoted value.
    let quoteChar;
    let value;
    let k = i;
    while (k < len && isWhiteSpace(attrStr[k])) k++;
    if (k < len && (attrStr[k] === '"' || attrStr[k] === "'")) {
      const valueStart = k + 1;
      const closeIdx = attrStr.indexOf(attrStr[k], valueStart);
      if (closeIdx !== -1) {
        quoteChar = attrStr[k];
        value = attrStr.slice(valueStart, closeIdx);
        i = closeIdx + 1;
      }
      // No closing quote found anywhere in the rest of the string — leave
      // quoteChar/value undefined, same as the old regex's group failing
      // to match a backreference-less run.
    }

    const token = { startIndex: tokenStart };
    token[1] = leadingWs;
    token[2] = name;
    token[3] = equalsGroup;
    token[4] = quoteChar !== undefined ? true : undefined;
    token[5] = quoteChar;
    token[6] = value;
    tokens.push(token);
  }

  return tokens;
}

//attr, ="sd", a="amit's", a="sd"b="saf", ab  cd=""

function validateAttributeString(attrStr, options) {
  //console.log("start:"+attrStr+":end");

  //if(attrStr.trim().length === 0) return true; //empty string

  const matches = scanAttributeTokens(attrStr);
  const attrNames = {};

  for (let i = 0; i < matches.length; i++) {
    if (matches[i][1].length === 0) {
      //nospace before attribute name: a="sd"b="saf"
      return getErrorObject('InvalidAttr', "Attribute '" + matches[i][2] + "' has no space in starting.", getPositionFromMatch(matches[i]))
    } else if (matches[i][3] !== undefined && matches[i][4] === undefined) {
      return getErrorObject('InvalidAttr', "Attribute '" + matches[i][2] + "' is without value.", getPositionFromMatch(matches[i]));
    } else if (matches[i][3] === undefined && !options.allowBooleanAttributes) {
      //independent attribute: ab
      return getErrorObject('InvalidAttr', "boolean attribute '" + matches[i][2] + "' is not allowed.", getPositionFromMatch(matches[i]));
    }
    /* else if(matches[i][6] === undefined){//attribute without value: ab=
                    return { err: { code:"InvalidAttr",msg:"attribute " + matches[i][2] + " has no value assigned."}};
                } */
    const attrName = matches[i][2];
    if (!validateAttrName(attrName)) {
      return getErrorObject('InvalidAttr', "Attribute '" + attrName + "' is an invalid name.", getPositionFromMatch(matches[i]));
    }
    if (!Object.prototype.hasOwnProperty.call(attrNames, attrName)) {
      //check for duplicate attribute.
      attrNames[attrName] = 1;
    } else {
      return getErrorObject('InvalidAttr', "Attribute '" + attrName + "' is repeated.", getPositionFromMatch(matches[i]));
    }
  }

  return true;
}

function validateNumberAmpersand(xmlData, i) {
  let re = /\d/;
  if (xmlData[i] === 'x') {
    i++;
    re = /[\da-fA-F]/;
  }
  for (; i < xmlData.length; i++) {
    if (xmlData[i] === ';')
      return i;
    if (!xmlData[i].match(re))
      break;
  }
  return -1;
}

function validateAmpersand(xmlData, i) {
  // https://www.w3.org/TR/xml/#dt-charref
  i++;
  if (xmlData[i] === ';')
    return -1;
  if (xmlData[i] === '#') {
    i++;
    return validateNumberAmpersand(xmlData, i);
  }
  let count = 0;
  for (; i < xmlData.length; i++, count++) {
    if (xmlData[i].match(/\w/) && count < 20)
      continue;
    if (xmlData[i] === ';')
      break;
    return -1;
  }
  return i;
}

function getErrorObject(code, message, lineNumber) {
  return {
    err: {
      code: code,
      msg: message,
      line: lineNumber.line || lineNumber,
      col: lineNumber.col,
    },
  };
}

function validateAttrName(attrName) {
  return isName(attrName);
}

// const startsWithXML = /^xml/i;

function validateTagName(tagname) {
  return isName(tagname) /* && !tagname.match(startsWithXML) */;
}

//this function returns the line number for the character at the given index
function getLineNumberForPosition(xmlData, index) {
  const lines = xmlData.substring(0, index).split(/\r?\n/);
  return {
    line: lines.length,

    // column number is last line's length + 1, because column numbering starts at 1:
    col: lines[lines.length - 1].length + 1
  };
}

//this function returns the position of the first character of match within attrStr
function getPositionFromMatch(match) {
  return match.startIndex + match[1].length;
}
;// CONCATENATED MODULE: ./node_modules/fast-xml-parser/src/xmlparser/XMLParser.js
/* global Uint8Array */






class XMLParser {

    constructor(options) {
        this.externalEntities = {};
        this.options = buildOptions(options);

    }
    /**
     * Parse XML dats to JS object 
     * @param {string|Uint8Array} xmlData 
     * @param {boolean|Object} validationOption 
     */
    parse(xmlData, validationOption) {
        if (typeof xmlData !== "string" && xmlData.toString) {
            if (xmlData instanceof Uint8Array &&
                !(typeof Buffer !== "undefined" && Buffer.isBuffer(xmlData))) {
                xmlData = new TextDecoder("utf-8", { ignoreBOM: true }).decode(xmlData);
            } else {
                xmlData = xmlData.toString();
            }
        } else if (typeof xmlData !== "string") {
            throw new Error("XML data is accepted in String or Bytes[] form.")
        }

        if (validationOption) {
            if (validationOption === true) validationOption = {}; //validate with default options

            const result = validator_validate(xmlData, validationOption);
            if (result !== true) {
                throw Error(`${result.err.msg}:${result.err.line}:${result.err.col}`)
            }
        }
        const orderedObjParser = new OrderedObjParser(this.options, this.externalEntities);
        // orderedObjParser.entityDecoder.setExternalEntities(this.externalEntities);
        const orderedResult = orderedObjParser.parseXml(xmlData);
        if (this.options.preserveOrder || orderedResult === undefined) return orderedResult;
        else return prettify(orderedResult, this.options, orderedObjParser.matcher, orderedObjParser.readonlyMatcher);
    }

    /**
     * Add Entity which is not by default supported by this library
     * @param {string} key 
     * @param {string} value 
     */
    addEntity(key, value) {
        if (value.indexOf("&") !== -1) {
            throw new Error("Entity value can't have '&'")
        } else if (key.indexOf("&") !== -1 || key.indexOf(";") !== -1) {
            throw new Error("An entity must be set without '&' and ';'. Eg. use '#xD' for '&#xD;'")
        } else if (value === "&") {
            throw new Error("An entity with value '&' is not permitted");
        } else {
            this.externalEntities[key] = value;
        }
    }

    /**
     * Returns a Symbol that can be used to access the metadata
     * property on a node.
     * 
     * If Symbol is not available in the environment, an ordinary property is used
     * and the name of the property is here returned.
     * 
     * The XMLMetaData property is only present when `captureMetaData`
     * is true in the options.
     */
    static getMetaDataSymbol() {
        return XmlNode.getMetaDataSymbol();
    }
}
;// CONCATENATED MODULE: ./lib/xml-limits.js
/**
 * How much of a document the parser is asked to read. Its time and memory grow with every character, and with every tag,
 * attribute and entity far more: 16 MiB of `<b/>` are a gigabyte and four seconds, of attributes without values 18 seconds.
 */
/** A page of the Gallery has 100 entries, whose notes have at most 35,000 characters each. */
const xml_limits_MAX_LENGTH = 6 * 1024 * 1024;
/** A page of 100 whole entries has 13,400; where every line of their notes ends in `&#xD;`, some 50,000 more. */
const MAX_MARKUP = 150_000;
/** The longest tags hold an address. */
const MAX_TAG = 64 * 1024;
/** Why a document is not given to the parser, undefined for one that is. In a time that the length of the document bounds. */
function excessOf(document) {
    if (document.length > xml_limits_MAX_LENGTH)
        return `XML of more than ${xml_limits_MAX_LENGTH} characters`;
    if (hasLongTag(document))
        return `XML with a tag of more than ${MAX_TAG} characters`;
    if (hasMuchMarkup(document))
        return `XML with more than ${MAX_MARKUP} tags, attributes and entities`;
    return undefined;
}
function hasLongTag(document) {
    for (let at = document.indexOf('<'); at !== -1;) {
        const end = document.indexOf('>', at);
        const length = (end === -1 ? document.length : end) - at;
        const isText = document.startsWith('<!--', at) || document.startsWith('<![CDATA[', at);
        if (length > MAX_TAG && !isText)
            return true;
        at = end === -1 ? -1 : document.indexOf('<', end);
    }
    return false;
}
const MARKUP = /[<&]|=\s*["']/g;
function hasMuchMarkup(document) {
    let count = 0;
    for (const _ of document.matchAll(MARKUP)) {
        count += 1;
        if (count > MAX_MARKUP)
            return true;
    }
    return false;
}

;// CONCATENATED MODULE: ./lib/xml.js



/** Atom feeds and nuspecs are at most 6 deep. */
const xml_MAX_DEPTH = 100;
const TEXT = '#text';
const ATTRIBUTES = ':@';
/**
 * Ordered output is what the parser builds first in any case; its other form costs a second pass and as much again to
 * take apart. Left to itself it reads the version `1.10` as the number 1.1, and leaves `&#xD;` as it is.
 */
const parser = new XMLParser({
    preserveOrder: true,
    textNodeName: TEXT,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: xml_MAX_DEPTH,
    jPath: false,
    // The built-in decoder stops at a number of entities that release notes (`&#xD;` on every line) can reach, and lets
    // undeclared ones through.
    entityDecoder: {
        decode: xml_decodeEntities,
        setExternalEntities: () => { },
        // Called for a document type, with what it declares. What looks like one in a comment or CDATA is text.
        addInputEntities: () => {
            throw new Error('a document type');
        },
        setXmlVersion: () => { },
        reset: () => { },
    },
});
/**
 * Reads a whole, well-formed document without a document type. The error completes "sent something else: …".
 *
 * What is refused and why: fast-xml-parser without its validator takes a page that was cut off, mismatched tags and an
 * HTML error page for documents; and a document type is needed for every attack by entities, but by no feed and no
 * nuspec.
 */
function xml_parseXml(text) {
    const document = text.startsWith('\uFEFF') ? text.slice(1) : text;
    const start = document.trimStart();
    if (start === '')
        return result_err('an empty document instead of XML');
    if (!start.startsWith('<'))
        return result_err('text instead of XML');
    const excess = excessOf(document);
    if (excess !== undefined)
        return result_err(excess);
    try {
        const roots = parser.parse(document, true).filter((node) => xml_nameOf(node) !== TEXT);
        const [root] = roots;
        // The validator looks for a second root and for text behind the first only where that is not `<empty/>`.
        const tail = document.slice(document.lastIndexOf('>') + 1);
        if (!root || roots.length > 1 || tail.trim() !== '')
            return result_err('XML that has not exactly one root element');
        const element = toElement(root);
        return element.name.toLowerCase() === 'html' ? result_err('HTML instead of XML') : result_ok(element);
    }
    catch (error) {
        return result_err(describeFault(start.trimEnd(), String(error instanceof Error ? error.message : error)));
    }
}
/** The first child of that local name. */
function child(element, name) {
    return element.children.find(each => each.name === name);
}
/** The text of the first child of that local name; undefined when there is none, or it is `m:null="true"`. */
function childText(element, name) {
    const found = child(element, name);
    return found?.attributes.null === 'true' ? undefined : found?.text;
}
function xml_nameOf(node) {
    for (const key in node)
        if (key !== ATTRIBUTES)
            return key;
    return TEXT;
}
const NO_ATTRIBUTES = Object.freeze(Object.create(null));
function toElement(node) {
    const name = xml_nameOf(node);
    if (name.startsWith('!'))
        throw new Error(`<${name}> is no element`);
    const children = [];
    let text = '';
    for (const item of node[name]) {
        const piece = item[TEXT];
        if (typeof piece === 'string')
            text += piece;
        else
            children.push(toElement(item));
    }
    const attributes = node[ATTRIBUTES];
    return {
        name: localName(name),
        attributes: attributes ? toAttributes(attributes) : NO_ATTRIBUTES,
        children,
        text: text.trim(),
    };
}
/** The parser would take the last of `id="…" x:id="…"`, of which a reader that knows namespaces takes the first. */
function toAttributes(written) {
    const attributes = Object.create(null);
    for (const [name, value] of Object.entries(written)) {
        if (name === 'xmlns' || name.startsWith('xmlns:'))
            continue;
        if (name.includes(':'))
            attributes[localName(name)] ??= value;
        else
            attributes[name] = value;
    }
    return attributes;
}
function localName(name) {
    return name.slice(name.lastIndexOf(':') + 1);
}
const xml_NAMED = new Map([
    ['lt', '<'],
    ['gt', '>'],
    ['amp', '&'],
    ['quot', '"'],
    ['apos', "'"],
]);
/**
 * Decodes the five entities that XML has without a document type, and the numeric ones; throws for any other, and for
 * numbers with more digits than any character needs, of which a million take seconds to read.
 */
function xml_decodeEntities(text) {
    if (!text.includes('&'))
        return text;
    return text.replace(/&(?:#x([0-9a-f]{1,8});|#([0-9]{1,10});|([a-z]+);)?/gi, (all, hex, decimal, name) => {
        const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
        const character = name === undefined ? xml_fromCodePoint(code) : xml_NAMED.get(name);
        if (character === undefined)
            throw new Error(`the entity ${all} is not declared`);
        return character;
    });
}
function xml_fromCodePoint(code) {
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : undefined;
}
function looksLikeHtml(document) {
    return /<(?:!doctype\s+)?html[\s>]/i.test(document.slice(0, 1000));
}
function describeFault(document, message) {
    if (looksLikeHtml(document))
        return 'HTML instead of XML';
    if (/<!(?:DOCTYPE|ENTITY)/i.test(document))
        return 'XML with a document type';
    const root = /<([A-Za-z_][^\s/>]*)/.exec(document)?.[1];
    if (root !== undefined && !document.endsWith(`</${root}>`))
        return `XML that is cut off at character ${document.length}`;
    return `XML that is not well-formed (${message.slice(0, 160)})`;
}

;// CONCATENATED MODULE: ./lib/package/nuspec.js





/** Reads a nuspec of any of its namespaces. The error completes "sent something else: …". */
function parseNuspec(text) {
    const root = xml_parseXml(text);
    if (!root.ok)
        return result_err(`a package whose nuspec is no nuspec: ${root.error}`);
    const metadata = child(root.value, 'metadata');
    if (root.value.name !== 'package' || !metadata)
        return result_err('a package whose nuspec has no metadata');
    const twice = repeated(root.value, ['metadata']) ?? repeated(metadata, ['id', 'version', 'dependencies', 'tags']);
    if (twice !== undefined)
        return result_err(`a package whose nuspec has more than one ${twice}`);
    const id = childText(metadata, 'id') ?? '';
    if (!validId(id))
        return result_err(`a package whose nuspec has the id ${JSON.stringify(id.slice(0, 80))}, which is no package id`);
    const written = childText(metadata, 'version') ?? '';
    const version = nuget_version_parseVersion(written);
    if (!version.ok) {
        return result_err(`a package whose nuspec has the version ${JSON.stringify(written.slice(0, 80))}: ${version.error}`);
    }
    const dependencies = parseDependencies(child(metadata, 'dependencies'));
    if (!dependencies.ok)
        return dependencies;
    const tags = (childText(metadata, 'tags') ?? '').split(/[\s,;]+/).filter(tag => tag !== '');
    return result_ok({ id, version: version.value, dependencies: dependencies.value, tags });
}
/** Of two, some readers take the first, some the last, and some the one of the right namespace; the schema allows none twice. */
function repeated({ children }, names) {
    return names.find(name => children.filter(each => each.name === name).length > 1);
}
function parseDependencies(list) {
    const dependencies = [];
    for (const element of (list?.children ?? []).flatMap(each => (each.name === 'group' ? each.children : [each]))) {
        if (element.name !== 'dependency')
            continue;
        const dependency = parseDependency(element.attributes.id ?? '', element.attributes.version ?? '');
        if (!dependency.ok)
            return dependency;
        dependencies.push(dependency.value);
    }
    return distinctFew(dependencies);
}

;// CONCATENATED MODULE: ./lib/package/byte-source.js

/** What is read for a header or a small entry: their neighbours are asked for next. */
const WINDOW = 32 * 1024;
/** Opens a file. Throws the system's own error (`ENOENT`, `EACCES`). */
function openBytes(path) {
    const file = (0,external_node_fs_namespaceObject.openSync)(path, 'r');
    try {
        return windowed(file, (0,external_node_fs_namespaceObject.fstatSync)(file).size);
    }
    catch (error) {
        (0,external_node_fs_namespaceObject.closeSync)(file);
        throw error;
    }
}
/**
 * Reads ahead into one piece of memory, and gives what lies there already without reading it again. A piece of its own for each
 * read would be garbage of the size of the package, which piles up to a hundred megabytes before anybody clears it away.
 */
function windowed(file, size) {
    let memory = Buffer.alloc(0);
    let start = 0;
    let filled = memory;
    return {
        size,
        read: (position, length) => {
            // A zip64 offset can be beyond what the system takes for one.
            if (position >= size)
                return memory.subarray(0, 0);
            if (position < start || position + length > start + filled.length) {
                const wanted = Math.max(length, WINDOW);
                if (memory.length < wanted)
                    memory = Buffer.allocUnsafe(wanted);
                filled = readAt(file, position, memory.subarray(0, wanted));
                start = position;
            }
            return filled.subarray(position - start, position - start + length);
        },
        close: () => (0,external_node_fs_namespaceObject.closeSync)(file),
    };
}
/** Fills a buffer; the part that was filled, where the file ends before. */
function readAt(file, position, buffer) {
    let filled = 0;
    while (filled < buffer.length) {
        const bytesRead = (0,external_node_fs_namespaceObject.readSync)(file, buffer, filled, buffer.length - filled, position + filled);
        if (bytesRead === 0)
            break;
        filled += bytesRead;
    }
    return buffer.subarray(0, filled);
}

;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./lib/package/zip-fault.js
function zipFault(code, message) {
    return { code, message };
}
/** What moves a cursor, ends a line or turns the direction of a text, and JSON leaves as it is. */
const zip_fault_INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** A name from a zip as a message can hold it: quoted, escaped, not too long. */
function quoteName(name) {
    const quoted = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
    return quoted.replace(zip_fault_INVISIBLE, character => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

;// CONCATENATED MODULE: ./lib/package/zip-rules.js


/**
 * cargo's rule against bombs (`MAX_UNPACK_SIZE`, `MAX_COMPRESSION_RATIO` in registry/mod.rs). What entries say they have is
 * the most that they give, so nothing needs to be unpacked to hold them to it.
 */
const MAX_UNPACKED = 512 * 1024 * 1024;
const MAX_RATIO = 20;
/** Bits 0 and 13 (APPNOTE 4.4.4); at bit 6, strong encryption, the reading of the directory ends. */
const ENCRYPTED = 0x0001 | 0x2000;
const ZIP64_LIMIT = 0xffffffff;
const FILE_TYPE = 0xf000;
const REGULAR = 0x8000;
const FOLDER = 0x4000;
const STORED = 0;
const DEFLATED = 8;
/** An entry names a folder by a slash at its end. */
function isFolder(path) {
    return path.endsWith('/');
}
/** The Unix mode that the entry's external attributes hold; 0 where they hold none. */
function modeOf(externalAttributes) {
    return externalAttributes >>> 16;
}
/** The first thing that is wrong with the list of entries, from the list alone. */
function checkEntries(entries, packedSize) {
    const total = entries.reduce((sum, entry) => sum + entry.size, 0);
    const most = Math.max(MAX_UNPACKED, MAX_RATIO * packedSize);
    if (total > most) {
        const message = `a zip of ${packedSize} bytes that unpacks to ${total} bytes, where ${most} are the most`;
        return zipFault('too-large', message);
    }
    for (const entry of entries) {
        const fault = checkEntry(entry) ?? checkName(entry.path);
        if (fault)
            return fault;
    }
    return checkUniqueness(entries);
}
function checkEntry(entry) {
    const { path, flags, method, size, compressedSize } = entry;
    const name = quoteName(path);
    if ((flags & ENCRYPTED) !== 0)
        return zipFault('encrypted', `a zip whose entry ${name} is encrypted`);
    if (method !== STORED && method !== DEFLATED) {
        return zipFault('unsupported-method', `a zip whose entry ${name} is packed by method ${method}`);
    }
    // .NET opens no zip with one that is elsewhere, so PowerShell could not install it.
    if (entry.disk !== 0)
        return zipFault('multi-disk', `a zip whose entry ${name} is in another part of several`);
    const type = modeOf(entry.externalAttributes) & FILE_TYPE;
    // .NET up to 5 marks folders as regular files.
    const known = type === 0 || type === REGULAR || (type === FOLDER && isFolder(path));
    if (!known)
        return zipFault('not-a-file', `a zip whose entry ${name} is neither a file nor a folder`);
    // Nothing, deflated, is two bytes.
    if (isFolder(path) && (size > 0 || compressedSize > 2)) {
        return zipFault('folder-with-data', `a zip whose folder ${name} has data of its own`);
    }
    if (entry.zip64 && Math.max(size, compressedSize, entry.offset) < ZIP64_LIMIT) {
        return zipFault('needless-zip64', `a zip whose entry ${name} has sizes in 64 bits that it does not need`);
    }
    if (method === STORED && size !== compressedSize) {
        return zipFault('size-mismatch', `a zip whose stored entry ${name} has two sizes`);
    }
    return undefined;
}
/** In bytes; leaves room for a folder in front of it below the 260 characters of Windows. */
const MAX_PATH_BYTES = 240;
/** What Windows forbids (`:` would name a drive or an alternate stream) and control characters, NUL among them. */
const FORBIDDEN = /[:<>"|?*]|\p{Cc}/u;
/** Windows opens a device for these, whatever extension follows. */
const zip_rules_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
/** Checks a name as it is and as clients that percent-decode it would write it. */
function checkName(path) {
    const decoded = decodedPath(path);
    const faultOf = (name) => nameFault(name, isFolder(path));
    const code = faultOf(path) ?? (decoded === path ? undefined : faultOf(decoded)) ?? lengthFault(decoded);
    return code && zipFault(code, `a zip whose entry ${quoteName(path)} ${NAME_FAULT[code]}`);
}
const NAME_FAULT = {
    'absolute-path': 'has an absolute path',
    'path-traversal': 'leaves its folder',
    'empty-segment': 'has a name with an empty part',
    'forbidden-character': 'has a character that no file name may have',
    'reserved-name': 'has the name of a Windows device',
    'trailing-dot-or-space': 'has a name that ends in a dot or a space',
    'path-too-long': `has a path of more than ${MAX_PATH_BYTES} bytes`,
};
function nameFault(path, folder) {
    if (path.startsWith('/') || /^[a-z]:\//i.test(path))
        return 'absolute-path';
    if (FORBIDDEN.test(path))
        return 'forbidden-character';
    const segments = (folder ? path.slice(0, -1) : path).split('/');
    for (const segment of segments) {
        if (segment === '')
            return 'empty-segment';
        if (segment === '.' || segment === '..')
            return 'path-traversal';
        if (/[. ]$/.test(segment))
            return 'trailing-dot-or-space';
        if (zip_rules_DEVICE.test(segment))
            return 'reserved-name';
    }
    return undefined;
}
/** Of the path that is written; its encoded form may be three times as long. */
function lengthFault(decoded) {
    return Buffer.byteLength(decoded) > MAX_PATH_BYTES ? 'path-too-long' : undefined;
}
/** As many as a zip may have entries; each of those can name a hundred of its own. */
const MAX_FOLDERS = 100_000;
/** No two entries may become one file, on a file system that ignores letter case or composes characters either. */
function checkUniqueness(entries) {
    const byKey = new Map();
    for (const { path } of entries) {
        const folder = isFolder(path);
        const decoded = decodedPath(folder ? path.slice(0, -1) : path);
        const key = oneCase(decoded);
        const other = byKey.get(key);
        if (other) {
            if (other.folder !== folder)
                return fileAsFolder(path);
            return other.decoded === decoded
                ? zipFault('duplicate-name', `a zip with two entries ${quoteName(decoded)}`)
                : zipFault('colliding-names', `a zip with the entries ${quoteName(other.decoded)} and ${quoteName(decoded)}`);
        }
        byKey.set(key, { decoded, folder });
    }
    const folders = new Set();
    for (const key of byKey.keys()) {
        for (let slash = key.lastIndexOf('/'); slash !== -1; slash = key.lastIndexOf('/', slash - 1)) {
            const folder = key.slice(0, slash);
            if (folders.has(folder))
                break;
            if (byKey.get(folder)?.folder === false)
                return fileAsFolder(folder);
            folders.add(folder);
        }
        if (folders.size > MAX_FOLDERS) {
            return zipFault('too-many-entries', `a zip with more than ${MAX_FOLDERS} folders`);
        }
    }
    return undefined;
}
/**
 * The same for names that a file system takes for one: `ς` and `σ` are one letter to Windows and macOS, `ß` and `ss` to macOS,
 * which only their capitals tell; of `ẞ` and the sign of Kelvin only the small letters do.
 */
function oneCase(name) {
    return name.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}
function fileAsFolder(path) {
    return zipFault('file-as-folder', `a zip in which ${quoteName(path)} is a file and a folder`);
}

;// CONCATENATED MODULE: ./lib/package/zip-contents.js






/** Up to here in one call, which is six times faster than a stream; above in pieces, so that memory stays flat. */
const LARGE = 8 * 1024 * 1024;
const zip_contents_PIECE = 1024 * 1024;
/**
 * Unpacks an entry into `sink` and checks it: its length, its checksum, and that its packed data ends where it should.
 * What was poured before a fault was found is not to be used.
 */
async function pour(source, data, sink) {
    if (Math.max(data.size, data.compressedSize) > LARGE)
        return pourLarge(source, data, sink);
    const packed = source.read(data.dataStart, data.compressedSize);
    const content = data.method === DEFLATED ? inflate(packed, data) : result_ok(packed);
    if (!content.ok)
        return content;
    const fault = check(data, content.value.length, (0,external_node_zlib_namespaceObject.crc32)(content.value));
    if (fault)
        return result_err(fault);
    await sink(content.value);
    if (data.method === DEFLATED)
        release(content.value);
    return result_ok(undefined);
}
function inflate(packed, data) {
    try {
        const { buffer, engine } = (0,external_node_zlib_namespaceObject.inflateRawSync)(packed, {
            info: true,
            maxOutputLength: Math.max(1, data.size),
            chunkSize: Math.max(64, data.size + 1),
        });
        return engine.bytesWritten === packed.length ? result_ok(buffer) : result_err(badDeflate(data));
    }
    catch (error) {
        if (hasCode(error, 'ERR_BUFFER_TOO_LARGE'))
            return result_err(wrongSize(data));
        if (hasCode(error, 'Z_'))
            return result_err(badDeflate(data));
        throw error;
    }
}
async function pourLarge(source, data, sink) {
    let length = 0;
    let checksum = 0;
    const take = async (chunks) => {
        for await (const chunk of chunks) {
            length += chunk.length;
            if (length > data.size)
                return;
            checksum = (0,external_node_zlib_namespaceObject.crc32)(chunk, checksum);
            await sink(chunk);
            if (data.method === DEFLATED && isLastOfMemory(chunk))
                release(chunk);
        }
    };
    if (data.method === DEFLATED) {
        const engine = (0,external_node_zlib_namespaceObject.createInflateRaw)({ chunkSize: zip_contents_PIECE });
        try {
            await (0,external_node_stream_promises_namespaceObject.pipeline)(piecesOf(source, data), engine, take);
        }
        catch (error) {
            // Who stops reading at the first byte too many makes the pipeline reject as aborted.
            if (length > data.size)
                return result_err(wrongSize(data));
            if (hasCode(error, 'Z_'))
                return result_err(badDeflate(data));
            throw error;
        }
        if (engine.bytesWritten !== data.compressedSize)
            return result_err(badDeflate(data));
    }
    else {
        await take(piecesOf(source, data));
    }
    const fault = check(data, length, checksum);
    return fault ? result_err(fault) : result_ok(undefined);
}
/** Each is there until the next is asked for, which an engine does when it is done with the last. */
async function* piecesOf(source, data) {
    for (let done = 0; done < data.compressedSize; done += zip_contents_PIECE) {
        yield source.read(data.dataStart + done, Math.min(zip_contents_PIECE, data.compressedSize - done));
        // Downloads and timers get their turn.
        await (0,external_node_timers_promises_namespaceObject.setImmediate)();
    }
}
/**
 * Gives the memory of what was unpacked back at once. Left to the garbage collector, two hundred megabytes of it pile up to
 * a hundred before that looks.
 */
function release({ buffer }) {
    if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize)
        buffer.transfer(0);
}
/** An engine fills a piece of memory in parts, and takes another when it has come to its end. */
function isLastOfMemory({ buffer, byteOffset, length }) {
    return byteOffset + length === buffer.byteLength;
}
function check(data, length, checksum) {
    if (length !== data.size)
        return wrongSize(data);
    if (checksum === data.crc32)
        return undefined;
    return zipFault('wrong-crc', `a zip whose entry ${quoteName(data.path)} does not have its checksum`);
}
function wrongSize(data) {
    return zipFault('size-mismatch', `a zip whose entry ${quoteName(data.path)} does not have the ${data.size} bytes it says`);
}
function badDeflate(data) {
    return zipFault('bad-deflate', `a zip whose entry ${quoteName(data.path)} cannot be unpacked`);
}
/** Node's zlib tells of broken data by the names of zlib's own codes: `Z_DATA_ERROR`, `Z_BUF_ERROR`. */
function hasCode(error, start) {
    return error instanceof Error && 'code' in error && String(error.code).startsWith(start);
}

// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __nccwpck_require__(663);
;// CONCATENATED MODULE: ./lib/package/zip-directory.js



/**
 * Reads the directory and every local header, comparing nothing yet. Errors of the file system are thrown as they are.
 */
async function readDirectory(source, end) {
    // Names are decoded below: yauzl would read those without the UTF-8 flag as CP437, .NET reads them as UTF-8.
    const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
    const zip = await (0,yauzl/* fromRandomAccessReaderPromise */.or)(new SourceReader(source), source.size, options);
    const listed = await listEntries(zip, source, end);
    if (!listed.ok)
        return listed;
    const entries = [];
    let extra = 0;
    for (const { entry, disk } of listed.value) {
        const path = decodeName(entry.fileNameRaw);
        if (!path.ok)
            return path;
        const local = await attempt(zip.readLocalFileHeaderPromise(entry));
        if (!local.ok) {
            const message = `a zip whose entry ${quoteName(path.value)} is not where its directory says: ${local.error}`;
            return result_err(zipFault('local-header-mismatch', message));
        }
        extra += local.value.extraField.length;
        if (extra > MAX_EXTRA)
            return result_err(TOO_MUCH_EXTRA);
        if (hasSecondName(entry, local.value)) {
            return result_err(zipFault('ambiguous-name', `a zip whose entry ${quoteName(path.value)} has a second name`));
        }
        entries.push({ path: path.value, listed: entry, disk, local: local.value });
    }
    return result_ok(entries);
}
/**
 * Of all entries together, in the directory and again in front of their data: 40 bytes for each of 50,000. They are taken apart
 * into fields of as little as 4 bytes, of which 32 MB take a gigabyte and ten seconds.
 */
const MAX_EXTRA = 2 * 1024 * 1024;
const TOO_MUCH_EXTRA = zipFault('too-large', `a zip with more than ${MAX_EXTRA} bytes of extra fields`);
const DIRECTORY_HEADER_SIZE = 46;
const DISK_AT = 34;
async function listEntries(zip, source, end) {
    const wrongCount = zipFault('wrong-entry-count', `a zip whose directory does not have the ${end.entryCount} entries it says`);
    const entries = [];
    const iterator = zip.eachEntry();
    let cursor = end.directoryStart;
    let extra = 0;
    for (;;) {
        const next = await attempt(iterator.next());
        if (!next.ok) {
            if (cursor === end.directoryEnd)
                return result_err(wrongCount);
            if (isEncrypted(source, cursor))
                return result_err(zipFault('encrypted', 'a zip with an encrypted entry'));
            return result_err(zipFault('bad-directory', `a zip with a broken directory: ${next.error}`));
        }
        if (next.value.done)
            break;
        const entry = next.value.value;
        const disk = source.read(cursor + DISK_AT, 2).readUInt16LE(0);
        extra += entry.extraFieldLength;
        if (extra > MAX_EXTRA)
            return result_err(TOO_MUCH_EXTRA);
        entries.push({ entry, disk });
        cursor += DIRECTORY_HEADER_SIZE + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    }
    return cursor === end.directoryEnd ? result_ok(entries) : result_err(wrongCount);
}
const FLAGS_AT = 8;
/** Bit 6 (APPNOTE 4.4.4), at which yauzl stops. */
const STRONG_ENCRYPTION = 0x0040;
function isEncrypted(source, header) {
    const flags = source.read(header + FLAGS_AT, 2);
    return flags.length === 2 && (flags.readUInt16LE(0) & STRONG_ENCRYPTION) !== 0;
}
/**
 * yauzl tells what is wrong with a zip by plain errors; what comes from the file system has a code and is none of the
 * zip's faults.
 */
async function attempt(reading) {
    try {
        return result_ok(await reading);
    }
    catch (error) {
        if (!(error instanceof Error) || 'code' in error)
            throw error;
        return result_err(error.message);
    }
}
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Info-ZIP's second name, which only some readers prefer to the first (APPNOTE 4.6.9). */
const UNICODE_PATH = 0x7075;
/** Its version and the checksum of the first name stand in front of it. */
const SECOND_NAME_AT = 5;
/** Readers of the directory look for it there, readers of a stream in front of the data. */
function hasSecondName({ extraFields, fileNameRaw }, local) {
    return [...extraFields, ...tolerantExtraFields(local.extraField)].some(({ id, data }) => id === UNICODE_PATH && !data.subarray(SECOND_NAME_AT).equals(fileNameRaw));
}
/** The extra fields of a local header, up to what is none: some packers pad with zeros. */
function tolerantExtraFields(bytes) {
    const fields = [];
    for (let at = 0; at + 4 <= bytes.length;) {
        const end = at + 4 + bytes.readUInt16LE(at + 2);
        if (end > bytes.length)
            break;
        fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, end) });
        at = end;
    }
    return fields;
}
function decodeName(raw) {
    try {
        return result_ok(UTF8.decode(raw).replaceAll('\\', '/'));
    }
    catch (error) {
        if (!(error instanceof TypeError))
            throw error;
        const shown = quoteName(raw.toString('latin1'));
        return result_err(zipFault('invalid-utf8', `a zip whose entry ${shown} has a name that is not UTF-8`));
    }
}
/** yauzl's way to our bytes. */
class SourceReader extends yauzl/* RandomAccessReader */.lJ {
    #source;
    constructor(source) {
        super();
        this.#source = source;
    }
    read(buffer, offset, length, position, callback) {
        const copy = async () => {
            const bytes = this.#source.read(position, length);
            bytes.copy(buffer, offset);
            return bytes.length < length ? new Error('unexpected end of file') : null;
        };
        copy().then(callback, callback);
    }
}

;// CONCATENATED MODULE: ./lib/package/zip-end.js


const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
const ZIP64_END = 0x06064b50;
const ZIP64_END_SIZE = 56;
/** cargo's and uv's order of magnitude; the largest module in the Gallery has some 6,000. */
const MAX_ENTRIES = 100_000;
/** Some 300 bytes for each of so many entries. It is held in memory, and names and comments may have 64 KB each. */
const MAX_DIRECTORY = 32 * 1024 * 1024;
/**
 * Finds the end record (APPNOTE 4.3.16) and, if there is one, the one of zip64 (4.3.14). yauzl reads them too, but
 * looks neither at the directory's size nor at what lies between the directory and the end.
 */
function readEnd(source) {
    const tail = source.read(Math.max(0, source.size - END_SIZE - MAX_COMMENT), END_SIZE + MAX_COMMENT);
    const at = tail.length < END_SIZE ? -1 : tail.lastIndexOf(END_SIGNATURE, tail.length - END_SIZE);
    if (at === -1)
        return result_err(describeOther(source));
    const commentLength = tail.length - at - END_SIZE;
    if (tail.readUInt16LE(at + 20) !== commentLength) {
        return result_err(zipFault('trailing-data', 'a zip with something behind its end'));
    }
    if (tail.includes(END_SIGNATURE, at + END_SIZE)) {
        return result_err(zipFault('zip-in-comment', 'a zip with the end of another in its comment'));
    }
    const end = {
        start: source.size - tail.length + at,
        disks: [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)],
        entriesOnDisk: tail.readUInt16LE(at + 8),
        entryCount: tail.readUInt16LE(at + 10),
        directorySize: tail.readUInt32LE(at + 12),
        directoryStart: tail.readUInt32LE(at + 16),
    };
    const locator = source.read(Math.max(0, end.start - ZIP64_LOCATOR_SIZE), ZIP64_LOCATOR_SIZE);
    if (end.start < ZIP64_LOCATOR_SIZE || locator.readUInt32LE(0) !== ZIP64_LOCATOR)
        return checkEnd(end);
    const zip64 = readZip64End(source, end);
    return zip64.ok ? checkEnd(zip64.value) : zip64;
}
function checkEnd(end) {
    const { start: directoryEnd, directoryStart, directorySize, entryCount } = end;
    if (end.disks[0] !== 0 || end.disks[1] !== 0 || end.entriesOnDisk !== entryCount) {
        return result_err(zipFault('multi-disk', 'one part of a zip in several'));
    }
    if (entryCount > MAX_ENTRIES)
        return result_err(zipFault('too-many-entries', `a zip with ${entryCount} entries, where ${MAX_ENTRIES} are the most`));
    const gap = directoryEnd - directoryStart - directorySize;
    if (gap > 0)
        return result_err(zipFault('prepended-data', `a zip with ${gap} bytes that belong to nothing in it`));
    if (gap < 0)
        return result_err(zipFault('bad-directory', 'a zip whose directory reaches beyond its end'));
    if (directorySize > MAX_DIRECTORY) {
        const message = `a zip with a directory of ${directorySize} bytes, where ${MAX_DIRECTORY} are the most`;
        return result_err(zipFault('too-large', message));
    }
    return result_ok({ directoryStart, directoryEnd, entryCount });
}
/** The zip64 end record must lie right before its locator and say something that the plain one cannot. */
function readZip64End(source, end) {
    const start = end.start - ZIP64_LOCATOR_SIZE - ZIP64_END_SIZE;
    const record = start < 0 ? Buffer.alloc(0) : source.read(start, ZIP64_END_SIZE + ZIP64_LOCATOR_SIZE);
    const placed = record.length > 0 &&
        record.readUInt32LE(0) === ZIP64_END &&
        readUInt64(record, 4) === ZIP64_END_SIZE - 12 &&
        readUInt64(record, ZIP64_END_SIZE + 8) === start;
    if (!placed)
        return result_err(zipFault('bad-directory', 'a zip whose zip64 end is not where it should be'));
    const zip64 = {
        start,
        disks: [record.readUInt32LE(16), record.readUInt32LE(20)],
        entriesOnDisk: readUInt64(record, 24),
        entryCount: readUInt64(record, 32),
        directorySize: readUInt64(record, 40),
        directoryStart: readUInt64(record, 48),
    };
    const pairs = [
        [end.entryCount, zip64.entryCount, 0xffff],
        [end.directorySize, zip64.directorySize, 0xffffffff],
        [end.directoryStart, zip64.directoryStart, 0xffffffff],
    ];
    // .NET takes the zip64 number only where the plain one is at its limit, yauzl takes it always.
    if (pairs.some(([plain, wide, limit]) => plain !== wide && plain !== limit)) {
        return result_err(zipFault('bad-directory', 'a zip with two ends that contradict each other'));
    }
    if (!pairs.some(([, wide, limit]) => wide >= limit)) {
        return result_err(zipFault('needless-zip64', 'a zip with a zip64 end that it does not need'));
    }
    return result_ok(zip64);
}
/** Beyond 2^53 the number is not exact, and beyond the size of any file. */
function readUInt64(buffer, at) {
    return Number(buffer.readBigUInt64LE(at));
}
/** Without an end record: the first bytes say what it is instead. */
function describeOther(source) {
    if (source.size === 0)
        return zipFault('not-a-zip', 'nothing (0 bytes) instead of a zip');
    const start = source
        .read(0, 1000)
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, '')
        .trimStart();
    if (start.startsWith('PK\x03\x04'))
        return zipFault('cut-off', `a zip that is cut off after ${source.size} bytes`);
    if (/^<(?:!doctype\s+)?html[\s>]/i.test(start))
        return zipFault('not-a-zip', 'HTML instead of a zip');
    if (start.startsWith('<'))
        return zipFault('not-a-zip', 'XML instead of a zip');
    return zipFault('not-a-zip', 'something that is no zip');
}

;// CONCATENATED MODULE: ./lib/package/zip-layout.js


const HAS_DESCRIPTOR = 0x0008;
const IN_ZIP64 = 0xffffffff;
/** APPNOTE 4.5.3. */
const ZIP64 = 0x0001;
/**
 * Entries must tile the file from its first byte to the directory, without gap and overlap, and each local header must
 * say what the directory says. Whoever reads the zip from the front then sees the same entries as whoever reads its
 * directory.
 */
function checkLayout(source, entries, directoryStart) {
    const sorted = entries.toSorted((a, b) => offsetOf(a) - offsetOf(b));
    const first = sorted[0] ? offsetOf(sorted[0]) : directoryStart;
    if (first > 0)
        return zipFault('prepended-data', `a zip with ${first} bytes in front of its first entry`);
    for (const [index, entry] of sorted.entries()) {
        const following = sorted[index + 1];
        const next = following ? offsetOf(following) : directoryStart;
        const dataEnd = entry.local.fileDataStart + entry.listed.compressedSize;
        const name = quoteName(entry.path);
        if (dataEnd > next)
            return zipFault('overlapping-entries', `a zip whose entry ${name} overlaps what follows it`);
        const difference = compareHeaders(entry);
        if (difference) {
            return zipFault('local-header-mismatch', `a zip whose entry ${name} has a different ${difference} in its own header`);
        }
        const gap = next - dataEnd;
        if ((entry.listed.generalPurposeBitFlag & HAS_DESCRIPTOR) !== 0) {
            if (!isDescriptor(source.read(dataEnd, Math.min(gap, MAX_DESCRIPTOR + 1)), entry)) {
                return zipFault('descriptor-mismatch', `a zip whose entry ${name} has a different descriptor behind its data`);
            }
        }
        else if (gap > 0) {
            return zipFault('hidden-data', `a zip with ${gap} bytes behind its entry ${name} that belong to nothing in it`);
        }
    }
    return undefined;
}
function offsetOf(entry) {
    return entry.listed.relativeOffsetOfLocalHeader;
}
/** What differs between the two headers, in words; undefined if nothing does. */
function compareHeaders({ listed, local }) {
    if (!local.fileName.equals(listed.fileNameRaw))
        return 'name';
    if (local.compressionMethod !== listed.compressionMethod)
        return 'method';
    if (local.generalPurposeBitFlag !== listed.generalPurposeBitFlag)
        return 'set of flags';
    const streamed = (listed.generalPurposeBitFlag & HAS_DESCRIPTOR) !== 0;
    const agree = (own, other) => own === other || (streamed && (own === 0 || own === IN_ZIP64));
    if (!agree(local.crc32, listed.crc32))
        return 'checksum';
    const { size, compressedSize } = localSizes(local);
    return agree(size, listed.uncompressedSize) && agree(compressedSize, listed.compressedSize) ? undefined : 'size';
}
function localSizes(local) {
    const { uncompressedSize: size, compressedSize, extraField } = local;
    const wide = tolerantExtraFields(extraField).find(field => field.id === ZIP64)?.data;
    // APPNOTE 4.5.3: in a local header the field has both sizes.
    if (wide === undefined || size !== IN_ZIP64 || compressedSize !== IN_ZIP64 || wide.length < 16) {
        return { size, compressedSize };
    }
    return { size: Number(wide.readBigUInt64LE(0)), compressedSize: Number(wide.readBigUInt64LE(8)) };
}
const DESCRIPTOR = 0x08074b50;
const MAX_DESCRIPTOR = 24;
/**
 * A descriptor is the checksum and both sizes, in 4 or 8 bytes each, with or without a signature: four lengths, no two
 * the same.
 */
function isDescriptor(bytes, { listed }) {
    const signed = bytes.length === 16 || bytes.length === 24;
    if (!signed && bytes.length !== 12 && bytes.length !== 20)
        return false;
    if (signed && bytes.readUInt32LE(0) !== DESCRIPTOR)
        return false;
    const body = signed ? bytes.subarray(4) : bytes;
    const sizes = body.length === 12
        ? [body.readUInt32LE(4), body.readUInt32LE(8)]
        : [Number(body.readBigUInt64LE(4)), Number(body.readBigUInt64LE(12))];
    return (body.readUInt32LE(0) === listed.crc32 && sizes[0] === listed.compressedSize && sizes[1] === listed.uncompressedSize);
}

;// CONCATENATED MODULE: ./lib/package/zip.js








/**
 * Opens a zip that nobody vouches for. One that two readers could read in two ways, that would write outside its folder
 * or not at all on another system, or that unpacks to far more than it is, is refused as a whole.
 *
 * Rejects with the system's own error if the file cannot be read.
 */
async function openZip(path) {
    const source = openBytes(path);
    let opened = false;
    try {
        const entries = await readEntries(source);
        opened = entries.ok;
        return entries.ok ? result_ok(archive(source, entries.value)) : entries;
    }
    finally {
        if (!opened)
            source.close();
    }
}
async function readEntries(source) {
    const end = readEnd(source);
    if (!end.ok)
        return end;
    const directory = await readDirectory(source, end.value);
    if (!directory.ok)
        return directory;
    const entries = directory.value;
    const fault = checkEntries(entries.map(toListed), source.size) ?? checkLayout(source, entries, end.value.directoryStart);
    return fault ? result_err(fault) : result_ok(entries.map(toEntry));
}
/** APPNOTE 4.5.3. */
const zip_ZIP64 = 0x0001;
function toListed({ path, listed, disk }) {
    return {
        path,
        flags: listed.generalPurposeBitFlag,
        method: listed.compressionMethod,
        compressedSize: listed.compressedSize,
        size: listed.uncompressedSize,
        externalAttributes: listed.externalFileAttributes,
        disk,
        zip64: listed.extraFields.some(field => field.id === zip_ZIP64),
        offset: listed.relativeOffsetOfLocalHeader,
    };
}
function toEntry({ path, listed, local }) {
    return {
        path,
        isDirectory: isFolder(path),
        executable: !isFolder(path) && (modeOf(listed.externalFileAttributes) & 0o111) !== 0,
        method: listed.compressionMethod === DEFLATED ? DEFLATED : STORED,
        dataStart: local.fileDataStart,
        compressedSize: listed.compressedSize,
        size: listed.uncompressedSize,
        crc32: listed.crc32,
    };
}
function archive(source, entries) {
    return {
        entries,
        read: async (entry) => {
            const chunks = [];
            const poured = await pour(source, entry, chunk => void chunks.push(Buffer.from(chunk)));
            return poured.ok ? result_ok(Buffer.concat(chunks)) : poured;
        },
        hash: async (entry, algorithm, sink) => {
            const hash = (0,external_node_crypto_namespaceObject.createHash)(algorithm);
            const poured = await pour(source, entry, piece => {
                hash.update(piece);
                sink?.(piece);
            });
            return poured.ok ? result_ok(hash.digest('hex')) : poured;
        },
        pour: (entry, sink) => pour(source, entry, sink),
        close: () => source.close(),
    };
}

;// CONCATENATED MODULE: ./lib/package/nupkg.js












/** Far above any nuspec and module manifest, far below what hurts. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
/**
 * Reads a package that nobody vouches for. The error completes "sent something else: …"; errors of the file system are
 * thrown as they are.
 */
async function readNupkg(path, how = {}) {
    const zip = await openZip(path);
    if (!zip.ok)
        return result_err(zip.error.message);
    try {
        return await readContents(zip.value, how);
    }
    finally {
        zip.value.close();
    }
}
async function readContents(zip, { expected, expandTo, knownDigest }) {
    const root = rootFiles(zip);
    const nuspec = await readNuspec(zip, root);
    if (!nuspec.ok)
        return nuspec;
    const { id, version, dependencies, tags } = nuspec.value;
    const identity = { id, version };
    if (expected && !isSame(identity, expected)) {
        return result_err(`${formatIdentity(identity)} instead of ${formatIdentity(expected)}`);
    }
    const manifestEntry = root.get(`${id.toLowerCase()}.psd1`);
    const manifest = manifestEntry ? await readManifest(zip, manifestEntry) : result_ok(undefined);
    if (!manifest.ok)
        return manifest;
    if (manifest.value && manifest.value.requiredModules.length > MAX_DEPENDENCIES) {
        return result_err(`a package whose ${id}.psd1 requires more than ${MAX_DEPENDENCIES} modules`);
    }
    const expander = expandTo === undefined ? undefined : createExpander(expandTo);
    const digest = knownDigest === undefined ? await digestContents(zip, expander) : await expand(zip, expander, knownDigest);
    if (!digest.ok)
        return digest;
    const { guid, requiredModules = [], oddities = [], externalModules = [] } = manifest.value ?? {};
    return result_ok({
        identity,
        ...whereItGoes(identity, isScript(root, id, tags), manifest.value, root),
        ...(guid && { guid }),
        dependencies,
        requiredModules,
        oddities,
        externalModules,
        contentDigest: digest.value,
        signed: root.has('.signature.p7s'),
    });
}
function whereItGoes(identity, isScript, manifest, root) {
    const { id } = identity;
    const nameOf = (extension) => {
        const entry = root.get(`${id.toLowerCase()}${extension}`);
        return entry && decodedPath(entry.path);
    };
    if (isScript) {
        const scriptFile = nameOf('.ps1');
        const notes = scriptFile === undefined ? [`The package has no ${id}.ps1 in its root.`] : [];
        return { type: 'script', ...(scriptFile !== undefined && { scriptFile }), notes };
    }
    const file = nameOf('.psd1');
    const rootModule = nameOf('.psm1')?.slice(0, -'.psm1'.length);
    const folder = moduleFolder(identity, file, manifest?.moduleVersion, rootModule);
    if (file === undefined) {
        return {
            type: 'module',
            folder,
            notes: [`The package has no ${id}.psd1 in its root, so the module has no version.`],
        };
    }
    const unfound = file.endsWith('.psd1') ? [] : [`PowerShell on Linux finds no manifest whose name ends as in ${file}.`];
    const unread = `${file} states no ModuleVersion that can be read; the module's folder has the version of the package.`;
    return {
        type: 'module',
        folder,
        notes: [...unfound, ...(manifest?.unknowns ?? []), ...(folder.isStated ? [] : [unread])],
    };
}
function rootFiles(zip) {
    const named = zip.entries.map(entry => [lowerAscii(decodedPath(entry.path)), entry]);
    return new Map(named.filter(([name, entry]) => !entry.isDirectory && !name.includes('/')));
}
/** An id is ASCII, and so are the names of its files: the lower case of the sign of Kelvin, which is a k, is none of them. */
function lowerAscii(text) {
    return text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}
async function readNuspec(zip, root) {
    const [nuspec, ...others] = [...root].filter(([name]) => name.endsWith('.nuspec')).map(([, entry]) => entry);
    if (!nuspec)
        return result_err('a zip without a nuspec');
    if (others.length > 0)
        return result_err(`a package with ${others.length + 1} nuspecs`);
    const bytes = await readText(zip, nuspec);
    if (!bytes.ok)
        return bytes;
    const document = decodeText(bytes.value, nuspec.path);
    return document.ok ? parseNuspec(document.value.text) : result_err('a package whose nuspec is not a text');
}
async function readManifest(zip, entry) {
    const bytes = await readText(zip, entry);
    return bytes.ok ? result_ok(readModuleManifest(bytes.value, decodedPath(entry.path))) : bytes;
}
async function readText(zip, entry) {
    if (entry.size > MAX_TEXT_BYTES)
        return result_err(`a package whose ${decodedPath(entry.path)} has ${entry.size} bytes`);
    const bytes = await zip.read(entry);
    return bytes.ok ? bytes : result_err(bytes.error.message);
}
/** Some 20 ms of unpacking and hashing, after which downloads and timers get their turn. */
const BYTES_PER_TURN = 4 * 1024 * 1024;
/** What a file costs beside its bytes. */
const BYTES_PER_FILE = 16 * 1024;
async function digestContents(zip, expander) {
    const files = [];
    const read = await readFiles(zip, expander, async (entry, sink) => {
        const sha256Hex = await zip.hash(entry, 'sha256', sink);
        if (sha256Hex.ok)
            files.push({ path: entry.path, sha256Hex: sha256Hex.value });
        return sha256Hex;
    });
    return read.ok ? result_ok(contentDigest(files)) : read;
}
/** Of bytes that are known, down to the digest of their content. */
async function expand(zip, expander, knownDigest) {
    const read = expander ? await readFiles(zip, expander, (entry, sink) => zip.pour(entry, sink)) : result_ok(undefined);
    return read.ok ? result_ok(knownDigest) : read;
}
/** Unpacked once, the content goes wherever it is wanted. */
async function readFiles(zip, expander, read) {
    let sinceTurn = 0;
    for (const entry of zip.entries) {
        if (entry.isDirectory) {
            expander?.makeFolder(entry);
            continue;
        }
        const file = expander?.begin(entry);
        try {
            const content = await read(entry, piece => file?.write(piece));
            if (!content.ok)
                return result_err(content.error.message);
        }
        finally {
            file?.close();
        }
        sinceTurn += entry.size + BYTES_PER_FILE;
        if (sinceTurn >= BYTES_PER_TURN) {
            sinceTurn = 0;
            await (0,external_node_timers_promises_namespaceObject.setImmediate)();
        }
    }
    return result_ok(undefined);
}
function isSame(a, b) {
    return a.id.toLowerCase() === b.id.toLowerCase() && equalVersions(a.version, b.version);
}
function isScript(root, id, tags) {
    const name = id.toLowerCase();
    return (root.has(`${name}.ps1`) && !root.has(`${name}.psd1`)) || tags.some(tag => tag.toLowerCase() === 'psscript');
}

;// CONCATENATED MODULE: ./lib/package/inspect.js



const inspectHere = {
    inspect: async ({ path, hash, ...reading }) => {
        const hashed = hash && (await hashFile(path, hash.also));
        const known = hashed && hash.known && inspect_isSame(hashed, hash.known) ? hash.known : undefined;
        const read = await readNupkg(path, { ...reading, ...(known && { knownDigest: known.contentDigest }) });
        return read.ok ? result_ok({ contents: read.value, ...(hashed && { hashed }) }) : read;
    },
    close: async () => { },
};
/** Reads here, one package after the other: each has a file open, and two when it is expanded. */
function inspectInTurn() {
    let last = Promise.resolve();
    return {
        ...inspectHere,
        inspect: (inspection, signal) => {
            const read = last.then(() => {
                signal?.throwIfAborted();
                return inspectHere.inspect(inspection);
            });
            last = read.catch(() => undefined);
            return read;
        },
    };
}
/** Whether bytes are those of a file that is known. */
function inspect_isSame({ size, digests }, known) {
    return size === known.size && digests.some(each => each.algorithm === 'sha512' && each.value === known.sha512);
}

;// CONCATENATED MODULE: ./lib/worker/messages.js
function sendError(error) {
    if (!(error instanceof Error))
        return { message: String(error), stack: undefined, system: {} };
    const keys = ['code', 'syscall', 'path'].filter(key => key in error);
    const system = Object.fromEntries(keys.map(key => [key, Reflect.get(error, key)]));
    return { message: error.message, stack: error.stack, system };
}
function receiveError({ message, stack, system }) {
    const error = Object.assign(new Error(message), system);
    if (stack !== undefined)
        error.stack = stack;
    return error;
}

;// CONCATENATED MODULE: ./lib/worker/serve-inspections.js



/** What a thread does: one package after the other, as they come. */
function serveInspections() {
    const port = external_node_worker_threads_namespaceObject.parentPort;
    if (!port)
        throw new Error('not a thread');
    let last = Promise.resolve();
    port.on('message', (request) => {
        last = last.then(async () => port.postMessage(await answer(request)));
    });
}
async function answer({ id, inspection }) {
    try {
        return { id, result: await inspectHere.inspect(inspection) };
    }
    catch (error) {
        return { id, error: sendError(error) };
    }
}

;// CONCATENATED MODULE: ./lib/worker.js
/**
 * The thread that reads packages, and a bundle of its own: it needs a ninth of the other one, and a thread compiles and
 * holds all of its script.
 */

serveInspections();

